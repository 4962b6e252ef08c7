// Generated from the names of the files beside it by tools/words.ts. Do not edit.

/** All that a language has to say, by domain. */
export interface Words {
  admin: import('./admin.vi.ts').Messages;
  again: import('./again.vi.ts').Messages;
  ask: import('./ask.vi.ts').Messages;
  ballot: import('./ballot.vi.ts').Messages;
  bundles: import('./bundles.vi.ts').Messages;
  cards: import('./cards.vi.ts').Messages;
  chair: import('./chair.vi.ts').Messages;
  checks: import('./checks.vi.ts').Messages;
  common: import('./common.vi.ts').Messages;
  counts: import('./counts.vi.ts').Messages;
  cue: import('./cue.vi.ts').Messages;
  displays: import('./displays.vi.ts').Messages;
  door: import('./door.vi.ts').Messages;
  duration: import('./duration.vi.ts').Messages;
  duty: import('./duty.vi.ts').Messages;
  faults: import('./faults.vi.ts').Messages;
  floor: import('./floor.vi.ts').Messages;
  history: import('./history.vi.ts').Messages;
  hotkeys: import('./hotkeys.vi.ts').Messages;
  language: import('./language.vi.ts').Messages;
  link: import('./link.vi.ts').Messages;
  log: import('./log.vi.ts').Messages;
  messages: import('./messages.vi.ts').Messages;
  minutes: import('./minutes.vi.ts').Messages;
  opinions: import('./opinions.vi.ts').Messages;
  other_address: import('./other_address.vi.ts').Messages;
  participant: import('./participant.vi.ts').Messages;
  people: import('./people.vi.ts').Messages;
  polls: import('./polls.vi.ts').Messages;
  question: import('./question.vi.ts').Messages;
  refusals: import('./refusals.vi.ts').Messages;
  rehearsal: import('./rehearsal.vi.ts').Messages;
  results: import('./results.vi.ts').Messages;
  setup: import('./setup.vi.ts').Messages;
  site_address: import('./site_address.vi.ts').Messages;
  sites: import('./sites.vi.ts').Messages;
  speakers: import('./speakers.vi.ts').Messages;
  staff: import('./staff.vi.ts').Messages;
  stage: import('./stage.vi.ts').Messages;
  states: import('./states.vi.ts').Messages;
  sure: import('./sure.vi.ts').Messages;
  time_calls: import('./time_calls.vi.ts').Messages;
  triage: import('./triage.vi.ts').Messages;
  verdict: import('./verdict.vi.ts').Messages;
  way: import('./way.vi.ts').Messages;
}
