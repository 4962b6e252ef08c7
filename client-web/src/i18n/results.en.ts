import type { Messages } from './results.vi.ts';

export const en: Messages = {
  reasons: {
    wrong_text: 'Wrong text',
    wrong_electorate: 'Wrong voters',
    fault: 'Technical fault',
    irregular: 'Not according to the rules',
    other: 'Another reason',
  },
  roles: {
    participant: 'delegates',
    operator: 'site operators',
    responder: 'responders',
    moderator: 'moderators',
    chair: 'the chair',
    admin: 'administrators',
  },
  ballots: (ballots, electorate) => `${ballots} of ${electorate} voted`,
  result: 'Result',
  choice: 'Choice',
  count: 'Votes',
  share: 'Share',
  of: (count, whole) => `${count} of ${whole}`,
  weighted: 'By weight',
  closed: 'Closed. The chair will announce the result.',
  pollNumber: (poll) => `Poll ${poll}`,
  void: 'Void',
  voidLong: 'The poll is void; no ballot counts.',
  repeated: 'There is a new vote in its place.',
  onlyRoles: (roles) => `This poll is for: ${roles}.`,
  onlySites: 'This poll is for other sites only.',
};
