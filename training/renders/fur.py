"""Beards and cropped hair as shells: copies of the skin, each a little further out and with fewer strands on it.

Lengyel et al., "Real-time fur over arbitrary surfaces" (2001). Density and length come with each vertex.
"""

FEW, MANY = 6, 18
"""Shells of short and of bushy hair."""

VERTEX = """#version 330
in vec3 P; in vec3 N; in vec2 UV; in vec2 F;
uniform mat4 clip; uniform mat4 lclip; uniform mat3 rot; uniform float shells;
out vec3 p; out vec3 n; out vec2 uv; out vec3 lp; out vec3 op; out vec4 m; out vec3 tg; out float h; out float density;
void main(){
  h=float(gl_InstanceID+1)/shells; density=F.x; uv=UV; m=vec4(0); tg=vec3(0);
  op=P + N*F.y*h + vec3(0,-.7,.05)*F.y*h*h*step(P.y,HANG); p=rot*op; n=rot*N;
  vec4 l=lclip*vec4(p,1); lp=l.xyz*.5+.5; gl_Position=clip*vec4(p,1);
}""".replace("HANG", "7.1")

FRAGMENT = """
in float h; in float density; uniform vec3 tint; uniform vec3 beardc; uniform vec2 crown; uniform float curl;
void main(){
 float k=texture(noise,uv*curl+vec2(0,h*.012)).a;
 float a=density*smoothstep(h*.75,h*.75+.22,k+.12)*1.1; if(a<.04) discard;
 float s=lit(); vec3 N=normalize(n); float nl=dot(N,L);
 vec3 c=mix(beardc,tint,smoothstep(crown.x-.1,crown.x+.1,op.y))*(.6+.7*h+.7*(k-.5)); float lum=dot(tint,vec3(.33));
 vec3 V=normalize(eyepos-p); float b=p8(max(dot(N,normalize(L+V)),0.));
 vec3 col=c*(key*clamp(nl*.7+.3,0.,1.)*mix(.3,1.,s)+mix(ground,sky,N.y*.5+.5)*.85+fillc*clamp(dot(N,fillL)*.6+.3,0.,1.))+key*b*.035*s*(.3+lum);
 o=vec4(film(col),min(a,1.));
}"""
