"""Labelled, FFHQ-aligned heads, drawn from MakeHuman's CC0 meshes, targets and textures.

parameters.py  (identity, variant) -> every number that a picture depends on; no OpenGL
odds.py        how often each hair style, colour and age occurs
meshes.py      .obj and .mhclo files -> arrays; a proxy follows the base mesh
body.py        base mesh -> the head part of it, its targets and its texture coordinates
regions.py     where lips, beard, scalp, cheeks are on the head; ambient occlusion
shape.py       parameters -> vertices
hair.py        hair mesh + parameters -> hair that lies on this head
face.py        brows and lashes that lie on the skin; eyes that look somewhere
skin.py        tones, textures, and what is painted on the skin
camera.py      pose and the FFHQ crop
light.py       parameters -> the uniforms of lamps, background and clothes
shaders.py     GLSL of the surfaces; fur.py of beards and cropped hair
textures.py    image files and procedural noise -> textures
draw.py        all of it -> image, label map, landmarks
labels.py      what is written down about a picture
run.py         command line; sheet.py contact sheets
"""
