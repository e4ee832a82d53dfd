"""What hair is grown on and fitted with: the generic head that ships in models/hair.

head.py     average adult of MakeHuman's CC0 base mesh -> regions, landmarks -> head.glb
"""
