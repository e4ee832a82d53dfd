"""How good a pack is: one table, measured on its ONNX files as the product runs them.

    pack.py        pack.json -> its networks; images, scores and embeddings
    cached.py      arrays that are computed once
    samples.py     numpy seeds -> images of the pack
    renders.py     which renders are compared with, held out and trained on
    faces.py       MediaPipe: how many faces are in a picture
    features.py    images -> the feature space of the parsing and identity nets
    distance.py    Fréchet distance, precision and recall, nearest neighbours of two sets of features
    directions.py  how often a direction reaches its target, and what else it changes
    sheets.py      samples, nearest renders, interpolations and ages to look at
    run.py         all of it -> a table, report.json and the sheets
"""
