/** What the core may not reach by itself; tests pass a clock they turn by hand. */
export interface Timers {
  now(): number;
  /** Returns what cancels it. */
  after(milliseconds: number, act: () => void): () => void;
  random(): number;
}
