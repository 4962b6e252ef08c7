import { describe, expect, it } from 'vitest';
import { addressWish, siteAddress } from '../../src/core/site_address.ts';

describe('the address of a site', () => {
  it('is what browsers write in Origin, whatever was typed', () => {
    const pairs: [string, string | null][] = [
      ['https://dc07.example.vn:8443', 'https://dc07.example.vn:8443'],
      [' HTTPS://DC07.Example.vn:443/ ', 'https://dc07.example.vn'],
      ['dc07.example.vn:8443', 'https://dc07.example.vn:8443'],
      ['https://[2001:DB8::7]:8443', 'https://[2001:db8::7]:8443'],
      ['192.0.2.7', 'https://192.0.2.7'],
    ];
    for (const [typed, address] of pairs) expect([typed, siteAddress(typed)]).toEqual([typed, address]);
  });

  it('is nothing else', () => {
    for (const typed of ['', 'http://dc07.vn', 'https://dc07.vn/site', 'https://dc07.vn:0', 'https://dc07.vn:70000', 'https://a b.vn', 'https://dc07.vn; script-src *', `https://${'a'.repeat(200)}.vn`])
      expect([typed, siteAddress(typed)]).toEqual([typed, null]);
  });

  it('is sent when it is another, taken away when the field is emptied', () => {
    expect(addressWish('dc07.vn:8443', undefined)).toEqual({ address: 'https://dc07.vn:8443' });
    expect(addressWish('https://DC07.vn:8443/', 'https://dc07.vn:8443')).toBeNull();
    expect(addressWish(' ', 'https://dc07.vn:8443')).toEqual({ clear: ['address'] });
    expect(addressWish('', undefined)).toBeNull();
    expect(addressWish('http://dc07.vn', undefined)).toEqual({ address: 'http://dc07.vn' });
  });
});
