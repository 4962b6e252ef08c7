// The steps from an empty conference to open doors, above the section that each is done in.
import type { JSX } from 'preact';
import { has, isNamed, STEPS, stepsDone } from '../../core/first_run.ts';
import type { StepName } from '../../core/first_run.ts';
import { su } from '../../i18n/setup.ts';
import { all, one } from '../../ui/hub.ts';
import { board } from './board.ts';
import { closeGuide, goToStep, guideIsOn, step } from './guide_state.ts';
import { health } from './health_facts.ts';
import { goTo, section } from './sections.tsx';
import type { Section } from './sections.tsx';
import { loadStaff, staff } from './wire.ts';

const SECTION_OF: Record<StepName, Section> = {
  conference: 'conference', agenda: 'agenda', sites: 'sites', roles: 'roles', people: 'people', codes: 'codes', doors: 'conference',
};

export function openStep(name: StepName): void {
  goToStep(name);
  goTo(SECTION_OF[name]);
}

const doneNow = (): Record<StepName, boolean> => {
  const known = staff.value ?? [];
  const answer = health.value;
  const conference = one('conference', 'conference');
  return stepsDone({
    named: conference !== undefined && isNamed(conference),
    items: all('agenda_item').length,
    topics: all('topic').length,
    sites: all('site').length,
    moderators: has(known, 'moderator').length,
    chairs: has(known, 'chair').length,
    participants: all('site').reduce((sum, { people }) => sum + people, 0),
    withoutCredential: answer ? answer.withoutCode + answer.withoutPassword : null,
    lacking: board()?.filter(({ ready, weight }) => !ready && weight === 'must').length ?? null,
  });
};

export function Guide(): JSX.Element | null {
  if (!guideIsOn.value) return null;
  void loadStaff();
  const done = doneNow();
  // Elsewhere the steps are only a way back.
  const here = section.value === SECTION_OF[step.value];
  const at = STEPS.indexOf(step.value);
  const before = STEPS[at - 1];
  const after = STEPS[at + 1];
  return (
    <section class="guide card stack" aria-label={su().guide} data-guide={step.value}>
      <ol class="plain">
        {STEPS.map((name, index) => (
          <li key={name}>
            <button
              type="button"
              data-step={name}
              data-state={done[name] ? 'done' : 'open'}
              aria-current={name === step.value ? 'step' : undefined}
              onClick={() => openStep(name)}
            >
              <span aria-hidden="true">{done[name] ? '✓' : index + 1}</span> {su().steps[name].name}
              <span class="unseen">, {done[name] ? su().stepDone : su().stepOpen}</span>
            </button>
          </li>
        ))}
      </ol>
      {here && (
        <p aria-live="polite">
          <b>
            {su().stepOf(at + 1, STEPS.length)}: {su().steps[step.value].name}.
          </b>{' '}
          {su().steps[step.value].what}
        </p>
      )}
      {here && (
        <p class="row">
          {before && (
            <button type="button" data-action="step-before" onClick={() => openStep(before)}>
              {su().back}
            </button>
          )}
          {after && (
            <button type="button" class={done[step.value] ? 'main' : ''} data-action="step-after" onClick={() => openStep(after)}>
              {done[step.value] ? su().next : su().skip}
            </button>
          )}
          <button type="button" class="quiet" data-action="guide-close" onClick={closeGuide}>
            {su().closeGuide}
          </button>
        </p>
      )}
    </section>
  );
}
