"""The pack's four scorers: small nets that measure a face, trained on labelled renders.

    labels.py    labels.jsonl -> columns; which identities are held out
    data.py      train.tar -> uint8 images and label maps at 128 px, cached in one .npz
    augment.py   uint8 batch -> softened, shifted, recoloured float batch and moved labels
    nets.py      the four networks; losses.py the parsing net's loss
    tasks.py     net + loss + augmentation + schedule of the three that are trained by descent
    train.py     one task -> trained net
    identity.py  trained parsing net -> identity net, in closed form
    export.py    net -> ONNX with folded batch norm and float16 weights
    evaluate.py  ONNX -> table and report.json on held-out identities (metrics.py, scorer.py)
    sheet.py     ONNX -> contact sheets to look at
    run.py       all of it, end to end
"""
