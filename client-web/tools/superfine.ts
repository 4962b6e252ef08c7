// The page for phones has no SVG, no customized elements, and no children that are not nodes (src/pages/participant/draw.ts): what superfine does for those would be bytes on
// a weak link, and work for each element. Taken out of it as it is built; a version that is written otherwise does not build.
import type { Plugin } from 'vite';

const LEFT_OUT: readonly (readonly [RegExp, string])[] = [
  [/\(isSvg = isSvg \|\| vdom\.tag === "svg"\)\s*\? document\.createElementNS\(SVG_NS, vdom\.tag, \{ is: props\.is \}\)\s*: document\.createElement\(vdom\.tag, \{ is: props\.is \}\)/, 'document.createElement(vdom.tag)'],
  [/isSvg = isSvg \|\| newVNode\.tag === "svg"/, ''],
  [/!isSvg && /, ''],
  [/,\s*isSvg\b/g, ''],
  [/\([\w.]+(?:\[\w+\])? = vdomify\(([\w.]+(?:\[\w+(?:\+\+|--)?\])?)\)\)/g, '$1'],
];

export const plainElements = (): Plugin => ({
  name: 'plain elements',
  transform(code, id) {
    if (!/superfine\/index\.js$/.test(id)) return null;
    let text = code;
    for (const [what, instead] of LEFT_OUT) {
      if (text.search(what) < 0) throw new Error(`superfine is no longer written as ${what}`);
      text = text.replace(what, instead);
    }
    if (/isSvg|vdomify\(/.test(text)) throw new Error('superfine does more for SVG, or for what is no node, than is known');
    return { code: text, map: null };
  },
});
