/** The id of a delegate by the number on the card, as the hub makes it. */
export const numbered = (site: string, number: number): string => `${site}-${String(number).padStart(4, '0')}`;
