"""GLSL of the label map: the same geometry and the same cut edges as the picture, one number a pixel."""

from .shaders import HAIR_ALPHA

VERTEX = """#version 330
in vec3 P; in vec3 N; in vec2 UV; in vec4 M; in float R;
uniform mat4 clip; uniform mat3 rot;
out vec2 uv; out vec3 op; out vec4 m; flat out float r;
void main(){ op=P; uv=UV; m=M; r=R; gl_Position=clip*vec4(rot*P,1); }"""

HEAD = """#version 330
in vec2 uv; in vec3 op; in vec4 m; flat in float r; out vec4 o; uniform sampler2D tex; uniform sampler2D noise; uniform float least;
"""

SKIN = (
    HEAD
    + """
uniform vec4 neckline; uniform float hairline;
void main(){
 float c=neckline.x+neckline.y*op.x*op.x*(op.z>0.?1.:-.1)+neckline.z*abs(op.x)-op.y;
 o=vec4((c>0.?10.:m.x>.4&&op.y>hairline?8.:r)/255.,0,0,1);
}"""
)

HAIR = HEAD + HAIR_ALPHA + "void main(){ if(alpha(texture(tex,uv))<least) discard; o=vec4(8./255.,0,0,1); }"

FUR = """#version 330
in vec3 op; in float h; in float density; uniform float hairline; out vec4 o;
void main(){ if(op.y<hairline||density<.25+.5*h) discard; o=vec4(8./255.,0,0,1); }"""
"""Of fur.VERTEX: cropped and bushy hair; beards stay skin."""

PLAIN = HEAD + "uniform float value; void main(){ if(texture(tex,uv).a<least) discard; o=vec4(value/255.,0,0,1); }"
