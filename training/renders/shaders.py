"""GLSL of every surface. Lighting is linear; `film` is the last step of each.

Skin: wrapped diffuse whose red wraps farthest (light that goes in and comes out), two specular lobes, pores.
Hair: Kajiya and Kay, "Rendering fur with three dimensional textures" (1989), with a diffuse part for bulk.
Eye: a sphere with a bulge for the cornea, a dark limbus, the lids' shade, and a lamp that always glints.
"""

VERTEX = """#version 330
in vec3 P; in vec3 N; in vec2 UV; in vec4 M; in vec3 T;
uniform mat4 clip; uniform mat4 lclip; uniform mat3 rot; uniform vec4 neckline;
out vec3 p; out vec3 n; out vec2 uv; out vec3 lp; out vec3 op; out vec4 m; out vec3 tg;
void main(){
  float c = neckline.x + neckline.y*P.x*P.x*(P.z>0?1.:-.1) + neckline.z*abs(P.x);
  op=P; vec3 q = P + N*SWELL*smoothstep(c+.02,c-.05,P.y);
  p=rot*q; n=rot*N; uv=UV; m=M; tg=rot*T; vec4 l=lclip*vec4(p,1); lp=l.xyz*.5+.5; gl_Position=clip*vec4(p,1);
}"""

COMMON = """#version 330
in vec3 p; in vec3 n; in vec2 uv; in vec3 lp; in vec3 op; in vec4 m; in vec3 tg;
uniform sampler2D tex; uniform sampler2D tex2; uniform sampler2D noise; uniform sampler2DShadow shadow;
uniform vec3 L; uniform vec3 key; uniform vec3 sky; uniform vec3 ground; uniform vec3 fillL; uniform vec3 fillc; uniform vec3 eyepos; uniform vec3 glint;
uniform vec4 neckline;
out vec4 o;
vec3 film(vec3 c){ c=max(c,0.); c=c*(1.+c*.06)/(1.+c*.56)*1.16; return sqrt(mix(c,sqrt(c)*c,.12)); }
vec3 lin(vec3 c){ return c*c; }
float lit(){ float s=0.; const float r=.0065; vec3 q=lp-vec3(0,0,.006);
  s+=texture(shadow,q+vec3(r,.4*r,0)); s+=texture(shadow,q+vec3(-.4*r,r,0)); s+=texture(shadow,q+vec3(-r,-.4*r,0)); s+=texture(shadow,q+vec3(.4*r,-r,0)); return s*.25; }
float cloth(){ return neckline.x + neckline.y*op.x*op.x*(op.z>0.?1.:-.1) + neckline.z*abs(op.x) - op.y; }
float p8(float x){ x*=x; x*=x; return x*x; }
"""

SKIN = """
uniform vec3 tone; uniform vec3 inv1; uniform vec3 inv2; uniform float share; uniform float detail; uniform vec3 tint; uniform vec3 beardc; uniform vec4 skinp; uniform vec3 lipc; uniform vec2 crown;
uniform vec3 clothc; uniform vec3 clothc2; uniform vec2 clothf;
// m: painted hair, ruddy, open, lips; skinp: freckles, blush, gloss, pores
void main(){
 vec3 V=normalize(eyepos-p); vec3 N=normalize(n); float s=lit(); float c=cloth();
 vec4 k=texture(noise,uv*14.); vec3 col; float open=m.z;
 if(c>0.){
  float w=.5+.5*sin((op.x*cos(clothf.x)+op.y*sin(clothf.x))*clothf.y);
  vec3 a=mix(clothc,clothc2,smoothstep(.35,.65,w))*(.85+.3*k.r)*mix(.72,1.,smoothstep(.025,.06,c));
  col=a*(key*clamp(dot(N,L)*.85+.15,0.,1.)*mix(.12,1.,s)+mix(ground,sky,N.y*.5+.5)*open+fillc*clamp(dot(N,fillL),0.,1.));
 } else {
  float shade=.5+.5*smoothstep(0.,-.05,c);
  N=normalize(N+(k.rgb-.5)*skinp.w);
  vec3 t1=texture(tex,uv).rgb, t2=texture(tex2,uv).rgb;
  vec3 d=mix(lin(t1)*inv1,lin(t2)*inv2,share); d=clamp(d,.12,1.7);
  d=mix(vec3(dot(d,vec3(.3,.55,.15))),d,.6); d=mix(vec3(1.),d,detail); d=mix(d,vec3(1.),clamp(m.x*1.2,0.,.85));
  vec3 a=tone*d;
  a*=mix(vec3(1.),vec3(1.06,.86,.84),m.y*skinp.y);
  a*=mix(vec3(1.),vec3(.80,.62,.50),smoothstep(.56,.72,k.b)*m.y*skinp.x);
  a*=mix(vec3(1.),lipc,m.w);
  float strand=k.a; float h=smoothstep(strand*.75-.12,strand*.75+.4,m.x)*smoothstep(.0,.25,m.x);
  a=mix(a,mix(beardc,tint*crown.y,smoothstep(crown.x-.1,crown.x+.1,op.y))*(.55+.7*strand),h);
  vec3 w=vec3(.30,.13,.08)*(1.-h); float nl=dot(N,L);
  vec3 dif=clamp((nl+w)/(1.+w),0.,1.); vec3 ss=mix(vec3(s),vec3(sqrt(s),s,s),.6);
  vec3 fd=clamp((dot(N,fillL)+w)/(1.+w),0.,1.);
  vec3 amb=mix(ground,sky,N.y*.5+.5)*mix(vec3(open*open,open*open,open*open),vec3(open),vec3(.7,.5,.45));
  vec3 H=normalize(L+V); float nh=max(dot(N,H),0.); float f=.03+.9*p8(1.-max(dot(V,H),0.))*0.6;
  float lip=m.w; float b=p8(nh); float spec=(b*b*.9+b*b*b*b*b*b*(1.+2.*lip))*f*(.35+1.0*skinp.z+.8*lip)*(1.-h)*2.2;
  vec3 H2=normalize(fillL+V); float b2=p8(max(dot(N,H2),0.));
  float rim=p8(1.-max(dot(N,V),0.))*.10;
  col=a*(key*dif*ss*mix(.55,1.,open)+amb+fillc*fd*open)*shade + key*spec*max(nl,0.)*s*open + fillc*b2*b2*f*(.4+lip)*open + amb*rim*(1.-h);
 }
 o=vec4(film(col),1.);
}"""

HAIR_ALPHA = """
uniform float meanl; uniform vec4 cut; uniform vec4 oval;
// cut: height below which hair ends, raggedness; oval: centre y, half width, top above it, depth in front of which it holds
float alpha(vec4 t){
  float x=op.x+.8*op.z; float rag=texture(noise,vec2(x*.45,op.y*.05)).a*.6+texture(noise,vec2(x*.11,op.y*.02)).a*.9-.75;
  float a=t.a*smoothstep(cut.x-cut.y,cut.x+cut.y,op.y+rag*cut.y*1.4);
  vec2 e=vec2(op.x/oval.y,(op.y-oval.x)/(op.y>oval.x?oval.z:oval.z*2.4)); e*=e; float r=sqrt(dot(e,e))+rag*.4;
  return a*mix(1.,smoothstep(.8,1.15,r),smoothstep(oval.w-.12,oval.w+.05,op.z));
}
"""
"""What is left of a hair card where it is cut short, or would hang into the face."""

HAIR = (
    HAIR_ALPHA
    + """
uniform vec3 tint; uniform float least; uniform float solid;
void main(){
 vec4 t=texture(tex,uv); float al=alpha(t); if(al<least) discard;
 vec3 V=normalize(eyepos-p); vec3 N=normalize(n); if(dot(N,V)<0.) N=-N;
 float l=dot(t.rgb,vec3(.3,.6,.1))/meanl; float bright=dot(tint,vec3(.33)); l=clamp(mix(1.,l,bright>.15?.6:.85),.35,1.7); float s=lit();
 vec3 T=normalize(tg+N*(l-1.)*.22+1e-5); float tl=dot(T,L), tv=dot(T,V), nl=dot(N,L);
 float st=sqrt(max(0.,1.-tl*tl)), sv=sqrt(max(0.,1.-tv*tv));
 float dif=mix(st*clamp(nl*.6+.5,0.,1.),clamp(nl*.75+.25,0.,1.),.6); float k=max(0.,st*sv-tl*tv); float k8=p8(k); float kk=k8*k8*k8*k8*k8*.22+k8*.10;
 vec3 sp=mix(vec3(1.),tint/max(bright,.01),.5)*(.09+.3*bright);
 vec3 amb=mix(ground,sky,N.y*.5+.5);
 vec3 col=tint*l*(key*dif*mix(.25,1.,s)+amb*.85+fillc*.3*clamp(dot(N,fillL)+.4,0.,1.))+sp*key*kk*mix(.1,1.,s)*l*clamp(nl+.6,0.,1.);
 o=vec4(film(col),solid>0.?1.:al);
}"""
)

EYE = """
uniform vec3 centre[2]; uniform vec4 iris; uniform vec3 gaze; uniform mat3 rot;
void main(){
 vec4 t=texture(tex,uv); if(t.a<.05) discard;
 vec3 d=normalize(op-centre[op.x<0.?0:1]); float ca=dot(d,gaze);
 vec3 V=normalize(eyepos-p); vec3 D=rot*d, G=rot*gaze; float in_=smoothstep(.84,.88,ca);
 vec3 N=normalize(D+in_*.45*(D-G*ca));
 float rim=smoothstep(.80,.865,ca)*smoothstep(.93,.875,ca);
 vec3 a=lin(t.rgb); a=mix(mix(vec3(dot(a,vec3(.33))),a,.75)*vec3(.84,.79,.75),mix(vec3(dot(a,vec3(.33)))*iris.rgb,a,iris.a)*1.5+.012,in_)*(1.-.55*rim);
 float lid=1.-.62*smoothstep(.12,.62,d.y)-.25*smoothstep(.25,.7,-d.y)-.3*smoothstep(.45,.9,abs(d.x));
 float s=lit(); vec3 amb=mix(ground,sky,.6);
 float caustic=1.+.35*in_*clamp(-dot(N-D,L)*3.,0.,1.);
 vec3 col=a*lid*caustic*(key*clamp(dot(D,L)*.55+.45,0.,1.)*mix(.5,1.,s)*.9+amb*.8+fillc*.35);
 vec3 R=reflect(-V,N); float g=smoothstep(.90,.95,dot(R,glint)); float g2=smoothstep(.985,.993,dot(R,normalize(fillL+vec3(0,.25,0))));
 float up=.10*smoothstep(.1,.6,R.y)*in_;
 col+=vec3(1.6)*g*(.15+.85*in_)*mix(.6,1.,s)+fillc*g2*.5+sky*up*.6;
 o=vec4(film(col),1.);
}"""

FLAT = """
uniform vec3 tint; uniform float strength;
void main(){
 vec4 t=texture(tex,uv); if(t.a<.03) discard; float s=lit();
 vec3 N=normalize(n); vec3 col=tint*(key*(.35+.55*s)*.8+mix(ground,sky,.7)+fillc*.3);
 o=vec4(film(col),min(1.,t.a*strength));
}"""

TEETH = """
uniform float front; uniform float opened;
void main(){
 vec4 t=texture(tex,uv); vec3 N=normalize(n); vec3 V=normalize(eyepos-p); if(dot(N,V)<0.) N=-N;
 vec3 c=t.rgb; float l=dot(c,vec3(.33)); float gum=smoothstep(.10,.28,c.r-c.g);
 vec3 a=mix(vec3(.80,.75,.66)*mix(.72,1.,smoothstep(.25,.75,l)),vec3(.34,.13,.12)*(.5+l),gum);
 float deep=smoothstep(front-.34,front-.02,op.z); float s=lit(); vec3 H=normalize(L+V); float b=p8(max(dot(N,H),0.));
 vec3 col=a*(key*clamp(dot(N,L)*.5+.5,0.,1.)*mix(.35,.8,s)+mix(ground,sky,N.y*.5+.5)*.62+fillc*.3)*deep*deep*mix(.62,.95,opened)+key*b*b*b*b*.22*s*deep;
 o=vec4(film(col),1.);
}"""

BACKDROP_VERTEX = "#version 330\nin vec2 P; out vec2 q; void main(){ q=P; gl_Position=vec4(P,.9999,1); }"
BACKDROP = """#version 330
in vec2 q; uniform vec3 a; uniform vec3 b; uniform vec4 g; out vec4 o;
void main(){ float t=smoothstep(-1.3,1.3,q.x*g.x+q.y*g.y+g.z); vec3 k=mix(a,b,t); vec2 e=q-vec2(0,.1); k*=1.+.25*g.w*exp(-1.4*dot(e,e)); k*=1.-.28*g.w*dot(q,q)*.5; o=vec4(sqrt(k/(1.+.3*k)),1.); }"""

DEPTH_VERTEX = "#version 330\nin vec3 P; in vec2 UV; uniform mat4 lclip; uniform mat3 rot; out vec2 uv; out vec3 op; void main(){ uv=UV; op=P; gl_Position=lclip*vec4(rot*P,1); }"
DEPTH = "#version 330\nvoid main(){}"
DEPTH_CUT = (
    "#version 330\nin vec2 uv; in vec3 op; uniform sampler2D tex; uniform sampler2D noise;\n"
    + HAIR_ALPHA
    + "void main(){ if(alpha(texture(tex,uv))<.4) discard; }"
)
