import type { Plugin } from 'vite';

const tagOf = (file: string): RegExp => new RegExp(`<(script|link)[^>]*"/${file.replaceAll('.', '\\.')}"[^>]*>(</script>)?\n?`);

// Of the page for phones nearly all that is loaded is called at once. By this first line Chromium makes each function as it reads the script, and
// not when it is first called, for which it has to read it again; of a script that is a file, while it still comes and beside the page's own thread.
const CALLED_ON_LOAD = '//# allFunctionsCalledOnLoad\n';

/** Puts the script and the style of a page into its HTML. */
export function inlined(): Plugin {
  return {
    name: 'inlined',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const page of Object.values(bundle)) {
        if (page.type !== 'asset' || !page.fileName.endsWith('.html')) continue;
        let html = String(page.source);
        for (const part of Object.values(bundle)) {
          if (part === page) continue;
          const code = part.type === 'chunk' ? part.code : String(part.source);
          html = html.replace(tagOf(part.fileName), '');
          // The script goes last: it needs the places in the body, and they should be seen before it is parsed.
          if (part.type === 'chunk') html = html.replace('</body>', () => `<script type="module">${CALLED_ON_LOAD}${safe(code)}</script></body>`);
          else html = html.replace('</head>', () => `<style>${plain(code)}</style></head>`);
          delete bundle[part.fileName];
        }
        page.source = html;
      }
    },
  };
}

// What Vite counts its styles by.
const plain = (style: string): string => style.replace(/\/\*\$vite\$:\d+\*\//, '').trim();

const safe = (code: string): string => code.trim().replaceAll('</script', '<\\/script');

/**
 * Puts the style of a script into the script. As one rule around all others, into the style that the page has: a style element
 * made by a script would be against the page's content policy.
 */
export function styled(): Plugin {
  return {
    name: 'styled',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const parts = Object.values(bundle);
      const style = parts.filter((part) => part.type === 'asset' && part.fileName.endsWith('.css')).map((part) => (part.type === 'asset' ? plain(String(part.source)) : ''));
      for (const part of parts) {
        if (part.type === 'asset') delete bundle[part.fileName];
        else part.code = `${CALLED_ON_LOAD}document.styleSheets[0].insertRule(${JSON.stringify(`@media all{${style.join('')}}`)},document.styleSheets[0].cssRules.length);${part.code}`;
      }
    },
  };
}
