export const vi = {
  left: (seconds: number, who: string) => `Còn ${seconds} giây: ${who}`,
  over: (who: string) => `Hết giờ: ${who}`,
};

export type Messages = typeof vi;
