import { describe, expect, it } from 'vitest';
import { cleared } from '../../src/core/roster.ts';

describe('what is taken back', () => {
  it('was there and is blank now', () => expect(cleared({ name: 'Lê Nam', unit: '' }, ['name', 'unit'])).toEqual(['name']));
  it('may be a number', () => expect(cleared({ seconds: 600 } as { presenter?: string; seconds?: number }, ['presenter', 'seconds'])).toEqual(['seconds']));
  it('is left out where nothing was', () => expect(cleared<'name' | 'unit'>({}, ['name', 'unit'])).toBeUndefined());
});
