// In the first part this stands for the states that pages share: they come with the second.
export { Gate } from './second_part.tsx';

export const LostBar = (): null => null;
