/**
 * Provenance of synthetic media as an XMP packet.
 *
 * `Iptc4xmpExt:DigitalSourceType` of the IPTC Photo Metadata Standard; its values are the terms of
 * http://cv.iptc.org/newscodes/digitalsourcetype/.
 */

/** Made by a trained model altogether; composed of such parts and others; composed of a photograph and what was drawn. */
export type DigitalSourceType =
  | 'trainedAlgorithmicMedia'
  | 'compositeWithTrainedAlgorithmicMedia'
  | 'compositeSynthetic';

const TERMS = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/** The packet to embed in an image. Holds nothing but the source type: no tool version, no date. */
export function xmpPacket(sourceType: DigitalSourceType): string {
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">',
    `<Iptc4xmpExt:DigitalSourceType>${TERMS}${sourceType}</Iptc4xmpExt:DigitalSourceType>`,
    '</rdf:Description>',
    '</rdf:RDF>',
    '</x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('\n');
}

/** The source type that a packet declares, as element or as attribute; undefined if it declares none. */
export function sourceTypeOf(xmp: string): string | undefined {
  return /Iptc4xmpExt:DigitalSourceType\s*(?:>|=\s*["'])\s*http:\/\/cv\.iptc\.org\/newscodes\/digitalsourcetype\/(\w+)/.exec(
    xmp,
  )?.[1];
}
