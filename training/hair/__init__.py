"""What hair is grown on and fitted with, and a measurement that decided what `diptych grow` does not do.

head.py     average adult of MakeHuman's CC0 base mesh -> regions, landmarks -> head.glb
project.py  grown pairs through the generator: what is left of the hair (measured for docs/hair-measured.md)
"""
