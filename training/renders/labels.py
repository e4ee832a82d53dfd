"""What is written down about a picture: what is seen in it, not merely what was asked of the meshes."""

LENGTH = {"bald": 0.0, "buzz": 0.08, "short01": 0.25, "short02": 0.3, "short03": 0.35, "short04": 0.25, "afro01": 0.4}


def hair_length(look: dict) -> float:
    """0 bald, 0.5 to the chin, 1 below the shoulders."""
    return LENGTH[look["hair"]] if look["hair"] in LENGTH else round(0.5 + 0.5 * look["hair_len"], 3)


def describe(person: dict, look: dict, landmarks: dict[str, list[float]]) -> dict:
    """landmarks: name -> [x, y] px -> one line of labels.jsonl, as a dict."""
    return dict(
        id=person["id"],
        variant=look["variant"],
        group=look["group"],
        male=round(person["male"], 3),
        age=round(look["age"], 1),
        smile=round(look["smile"], 3),
        mouth_open=round(look["mouth_open"], 3),
        beard=round(look["beard"] * max(look["beard_cheeks"], 0.6 * look["beard_chin"], 0.3 * look["moustache"]), 3),
        hair=look["hair"],
        hair_length=hair_length(look),
        hair_colour=look["hair_colour"],
        fringe=round(look["hair_fringe"] if look["hair"] not in ("bald", "buzz", "afro01") else 0.0, 3),
        waves=round(look["hair_wave"], 3),
        skin_tone=round(person["skin_tone"], 3),
        ethnicity={name: round(share, 3) for name, share in person["eth"].items()},
        eye=person["eye"],
        yaw=round(look["yaw"], 1),
        pitch=round(look["pitch"], 1),
        blink=round(look["blink"], 3),
        freckles=round(person["freckles"], 3),
        landmarks=landmarks,
    )
