"""Parameters -> picture, label map, landmarks. Owns the OpenGL context (EGL, no window).

Pictures are drawn at twice their size and averaged. Hair is drawn twice: its solid cores front to back with depth
writes, then, over everything, its soft edges back to front.
"""

from pathlib import Path

import moderngl
import numpy as np
from PIL import Image

from . import fur, light, skin
from .body import Body
from .camera import Camera, aim, rotation
from .face import Face
from .hair import Hair
from .odds import LONG
from .programs import Programs, send
from .regions import Regions
from .shape import shape
from .surface import Surface
from .textures import Textures

SHADOW_PX = 320
OVERSAMPLE = 2


class Renderer:
    def __init__(self, root: Path, size: int) -> None:
        self.size = size
        self.body = Body(root)
        self.regions = Regions(self.body)
        self.hair, self.face = Hair(self.body, self.regions), Face(self.body, self.regions)
        c = self.context = moderngl.create_standalone_context(backend="egl")
        self.programs = Programs(c)
        self.textures = Textures(c, root)
        self.cheeks: dict[str, np.ndarray] = {}
        b = self.body
        self.skin = Surface(c, b.corners, b.tri, b.vt)
        self.skin.write(R=self.regions.label[:, None])
        proxy = lambda mesh: Surface(c, mesh.corners, mesh.tri, mesh.vt)
        self.eyes, self.teeth, self.lashes = proxy(b.eyes), proxy(b.teeth), proxy(b.lashes)
        self.brows = {n: proxy(mesh) for n, mesh in b.brows.items()}
        self.locks = {name: proxy(mesh) for name, mesh in b.hair.items()}
        big = (size * OVERSAMPLE,) * 2
        self.picture = c.framebuffer([c.renderbuffer(big, 4)], c.depth_renderbuffer(big))
        self.labels = c.framebuffer([c.renderbuffer((size, size), 4)], c.depth_renderbuffer((size, size)))
        self.depth = c.depth_texture((SHADOW_PX, SHADOW_PX))
        self.depth.compare_func, self.depth.filter = "<=", (moderngl.LINEAR, moderngl.LINEAR)
        self.depth.repeat_x = self.depth.repeat_y = False
        self.shadow = c.framebuffer([], self.depth)
        corners = np.array([-1, -1, 1, -1, -1, 1, 1, 1], np.float32)
        self.wall = c.vertex_array(self.programs.backdrop, [(c.buffer(corners), "2f", "P")])

    def draw(self, person: dict, look: dict) -> tuple[Image.Image, Image.Image, dict[str, list[float]]]:
        """-> RGB picture, label map (values: rows of SEGMENTS), landmarks in px."""
        v = shape(self.body, person, look)
        normal = self.body.normals(v[: self.body.count])
        marks = self.face.marks(v)
        camera = aim(marks, look["yaw"], look["pitch"])
        self._place(v, normal, person, look, marks, camera)
        self._tell(v, person, look, marks, camera)
        self._cast(look)
        image = self._paint(person, look)
        return (
            image,
            self._label(person, look),
            {name: camera.pixels(point, self.size) for name, point in marks.items()},
        )

    def _place(self, v: np.ndarray, normal: np.ndarray, person: dict, look: dict, marks: dict, camera: Camera) -> None:
        """Vertices -> device."""
        name = look["hair"]
        cover = self.hair.cover.get((name, look["parting"]))
        weights = skin.paint(self.regions, cover, person, look)
        self.skin.write(P=v[: self.body.count], N=normal, M=weights[:, :4], F=weights[:, 4:])
        hairy = (weights[self.skin.rows, 4] > 0.02)[self.skin.tri].any(1)
        self.skin.order("fur", self.skin.tri[hairy])
        eyes, self.centres = self.face.eyes(v, look["gaze"])
        for surface, mesh, p in (
            (self.eyes, self.body.eyes, eyes),
            (self.teeth, self.body.teeth, self.body.teeth.fit(v)),
            (self.lashes, self.body.lashes, self.body.lashes.fit(v)),
            (self.brows[person["brow"]], self.body.brows[person["brow"]], self.face.brows(v, normal, person["brow"])),
        ):
            surface.write(P=p, N=mesh.normals(p))
        if name in self.locks:
            mesh, surface = self.body.hair[name], self.locks[name]
            p = self.hair.fit(v, normal, look, marks)
            surface.write(P=p, N=mesh.normals(p), T=mesh.normals.strands(p, mesh.uv))
            near = (p @ camera.rotation[2])[mesh.normals.tri].mean(1).argsort()
            surface.order("forth", surface.tri[near[::-1]])
            surface.order("back", surface.tri[near])

    def _tell(self, v: np.ndarray, person: dict, look: dict, marks: dict, camera: Camera) -> None:
        """Uniforms that several programs share, and each one's own."""
        apart = float(np.linalg.norm(marks["eye_left"] - marks["eye_right"]))
        middle = (marks["eye_right"] + marks["eye_left"]) / 2
        low = float(v[self.face.lips, 1].min())
        lamps, cloth = light.lamps(look, camera, apart), light.clothes(look, low, apart)
        place = dict(clip=camera.clip, rot=camera.rotation)
        common = dict(**place, **lamps, eyepos=camera.eye, neckline=cloth["neckline"], tex=0, tex2=1, noise=2, shadow=3)
        brow = 0.92 + 0.75 * (1 - look["hair_fringe"]) ** 1.5
        long = look["hair"] in LONG
        end = middle[1] - apart * (1.7 + 2.6 * look["hair_len"]) if long else -9.0
        meanl = self.textures.mean(f"textures/{look['hair']}") if look["hair"] in self.locks else 1.0
        strands = dict(
            meanl=meanl,
            cut=[end, 0.18, 0, 0],
            oval=[middle[1] - 0.5 * apart, 1.12 * apart, apart * brow, middle[2] - 0.35 * apart],
        )
        tint = skin.hair_colour(look)
        for program in self.programs.lit:
            send(program, common)
        send(
            self.programs.p_skin,
            dict(
                tint=tint,
                beardc=skin.beard_colour(person, look),
                **cloth,
                **self._complexion(person, look, float(middle[1])),
            ),
        )
        send(self.programs.p_hair, dict(tint=tint, **strands))
        send(
            self.programs.p_eye,
            dict(
                centre=self.centres,
                iris=skin.IRIS.get(person["eye"], (1.0, 1.0, 1.0, 0.9)),
                gaze=rotation(*look["gaze"])[:, 2],
            ),
        )
        send(
            self.programs.p_teeth,
            dict(front=float(v[self.face.lips, 2].max()) - 0.12, opened=max(look["smile"], look["mouth_open"])),
        )
        send(
            self.programs.p_fur,
            dict(
                tint=tint,
                beardc=skin.beard_colour(person, look),
                crown=[float(middle[1]), 1.0],
                curl=10.0 if look["hair"] == "afro01" else 26.0,
                shells=float(self._shells(look)),
            ),
        )
        send(self.programs.backdrop, light.backdrop(look))
        for program in (self.programs.p_depth, self.programs.p_depth_cut):
            send(program, dict(lclip=lamps["lclip"], rot=camera.rotation, tex=0, noise=2, **strands))
        for program in (self.programs.l_skin, self.programs.l_hair, self.programs.l_plain, self.programs.l_fur):
            send(
                program,
                dict(
                    **place,
                    **strands,
                    neckline=cloth["neckline"],
                    hairline=float(middle[1]),
                    shells=float(self._shells(look)),
                    tex=0,
                    noise=2,
                    least=0.45,
                ),
            )

    def _complexion(self, person: dict, look: dict, crown: float) -> dict:
        young, old, share = (f"skins/{x}" if isinstance(x, str) else x for x in skin.textures(person, look))
        for name in (young, old):
            if name not in self.cheeks:
                self.cheeks[name] = skin.cheek_mean(self.body, self.textures.pixels(name)[..., :3])
        child = min(1.0, max(0.0, (20 - look["age"]) / 12))
        lips = np.exp(np.array([0.02, -0.32, -0.20]) * (1 - 0.6 * person["skin_tone"]) + 0.05 * person["lip_tone"])
        lips = lips * (1 - look["lipstick"] * np.array([0.1, 0.5, 0.45]))
        old_skin = min(1.0, look["age"] / 70)
        return dict(
            tone=skin.tone(person), inv1=1 / self.cheeks[young], inv2=1 / self.cheeks[old], share=share, detail=0.95 - 0.45 * child,
            skinp=[person["freckles"], person["blush"], look["gloss"], 0.10 + 0.2 * old_skin], lipc=lips,
            crown=[crown, 1.0 if look["hair"] in ("bald", "buzz", "afro01") else 0.72],
        )  # fmt: skip

    @staticmethod
    def _shells(look: dict) -> int:
        return fur.MANY if look["hair"] == "afro01" else fur.FEW

    def _cast(self, look: dict) -> None:
        """The key lamp's depth map."""
        c = self.context
        c.enable(moderngl.DEPTH_TEST)
        c.disable(moderngl.BLEND)
        self.shadow.use()
        self.shadow.clear(depth=1.0)
        self.skin.draw(self.programs.p_depth)
        if look["hair"] in self.locks:
            self.textures.get(f"textures/{look['hair']}").use(0)
            self.textures.noise.use(2)
            self.locks[look["hair"]].draw(self.programs.p_depth_cut)

    def _paint(self, person: dict, look: dict) -> Image.Image:
        c, locks = self.context, self.locks.get(look["hair"])
        use = lambda path, unit=0: self.textures.get(path).use(unit)
        c.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        self.picture.use()
        self.picture.clear(0, 0, 0, 1, depth=1.0)
        self.textures.noise.use(2)
        self.depth.use(3)
        if locks:
            use(f"textures/{look['hair']}")
            send(self.programs.p_hair, dict(least=0.72, solid=1.0))
            locks.draw(self.programs.p_hair, "forth")
        young, old, _ = skin.textures(person, look)
        use(f"skins/{young}")
        use(f"skins/{old}", 1)
        self.skin.draw(self.programs.p_skin)
        use(f"textures/{person['eye']}_eye")
        self.eyes.draw(self.programs.p_eye)
        use("textures/teeth")
        self.teeth.draw(self.programs.p_teeth)
        self.wall.render(moderngl.TRIANGLE_STRIP)
        c.enable(moderngl.BLEND)
        self.picture.depth_mask = False
        use(f"textures/eyebrow{person['brow']:03d}")
        grey = look["hair_colour"] in ("grey", "white")
        send(
            self.programs.p_flat,
            dict(
                tint=[0.13, 0.115, 0.1] if grey else np.minimum(skin.beard_colour(person, look), 0.1) * 0.6,
                strength=1.45 * person["brow_weight"],
            ),
        )
        self.brows[person["brow"]].draw(self.programs.p_flat)
        use("textures/eyelashes02")
        send(self.programs.p_flat, dict(tint=np.full(3, 0.012), strength=0.75 if person["male"] < 0.5 else 0.5))
        self.lashes.draw(self.programs.p_flat)
        self.skin.draw(self.programs.p_fur, "fur", instances=self._shells(look))
        if locks:
            use(f"textures/{look['hair']}")
            send(self.programs.p_hair, dict(least=0.04, solid=0.0))
            locks.draw(self.programs.p_hair, "back")
        self.picture.depth_mask = True
        c.disable(moderngl.BLEND)
        side = self.size * OVERSAMPLE
        return (
            Image.frombytes("RGB", (side, side), self.picture.read(components=3))
            .transpose(Image.FLIP_TOP_BOTTOM)
            .reduce(OVERSAMPLE)
        )

    def _label(self, person: dict, look: dict) -> Image.Image:
        self.labels.use()
        self.labels.clear(0, 0, 0, 1, depth=1.0)
        self.skin.draw(self.programs.l_skin)
        plain = [
            (self.eyes, f"textures/{person['eye']}_eye", 6, 0.05),
            (self.teeth, "textures/teeth", 5, 0.05),
            (self.brows[person["brow"]], f"textures/eyebrow{person['brow']:03d}", 7, 0.3),
        ]
        for surface, path, value, least in plain:
            self.textures.get(path).use(0)
            send(self.programs.l_plain, dict(value=float(value), least=least))
            surface.draw(self.programs.l_plain)
        if look["hair"] in ("buzz", "afro01"):
            self.skin.draw(self.programs.l_fur, "fur", instances=self._shells(look))
        if look["hair"] in self.locks:
            self.textures.get(f"textures/{look['hair']}").use(0)
            self.textures.noise.use(2)
            self.locks[look["hair"]].draw(self.programs.l_hair)
        flat = np.frombuffer(self.labels.read(components=1), np.uint8).reshape(self.size, self.size)
        return Image.fromarray(flat[::-1].copy())
