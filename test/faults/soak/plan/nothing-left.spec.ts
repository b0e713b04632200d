import { nothingLeft } from './nothing-left.js';
import { planOf } from './plan-of.js';
import { buildsOf } from './plan.js';

const plan = planOf(3);
const last = buildsOf(plan).at(-1);
const sha = buildsOf(plan).find((build) => build.sha !== null)?.sha ?? '';
const id = last?.spec.id ?? '';

describe('a narrowing', () => {
  it.each([{}, { only: sha }, { only: id }, { calm: true }, { until: 300 }])(
    '%j leaves something',
    (some) => {
      expect(nothingLeft(plan, some)).toBeUndefined();
    },
  );

  it.each([`${sha}0`, sha.slice(0, 7), 'typo', ''])(
    'to "%s", which is not in the plan, leaves nothing',
    (only) => {
      const why = `--only names no build and no commit of the plan of seed 3: ${only}. Give it`;
      expect(nothingLeft(plan, { only, until: 300 })).toContain(why);
    },
  );

  it('to what comes later than it ends leaves nothing', () => {
    const minute = 'by minute 1 that is of';
    expect(nothingLeft(plan, { only: id, until: 1 })).toContain(
      `${minute} ${id}. Give --until a later minute`,
    );
  });
});
