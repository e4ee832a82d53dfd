"""The pack's four scorers: small nets that measure a face, trained on labelled renders.

    labels.py    labels of the renderer -> columns; which identities are held out
    data.py      images and label maps -> uint8 arrays at 128 px, cached in one .npz
    traits.py    identity -> the renderer's parameters of it, as numbers
    augment.py   uint8 batch -> softened, shifted, recoloured float batch and moved labels; jpeg.py is part of it
    nets.py      the four networks
    losses.py    losses of the parsing net and of the identity net
    tasks.py     net + loss + augmentation + schedule of each training
    train.py     one task -> trained net, in steps that can be interrupted
    export.py    net -> ONNX with folded batch norm and float16 weights
    evaluate.py  ONNX -> table and report.json on held-out identities (metrics.py, scorer.py)
    sheet.py     ONNX -> a contact sheet to look at
    run.py       all of it, end to end
"""
