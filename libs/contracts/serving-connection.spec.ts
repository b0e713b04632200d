import fc from 'fast-check';
import { servingConnection, type BuildServerFact } from './serving-connection.js';
import {
  aCodeDeploymentBuildServerCleared,
  aCodeDeploymentBuildServerSet,
  aDefaultBuildServerCleared,
  aDefaultBuildServerSet,
} from './testing/index.js';

const [first, second, third] = [
  '11111111-1111-4111-8111-111111111111',
  '22222222-2222-4222-8222-222222222222',
  '33333333-3333-4333-8333-333333333333',
] as const;

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 12, minute)).toISOString();
const deployAt = (minute: number) => ({
  project: 'shop',
  codeDeployment: 'shop-web',
  deployedAt: at(minute),
});

/** Facts in the order of their stream, each a minute after the one before unless it says when. */
function history(...facts: readonly ((place: { at: string; sequence: number }) => BuildServerFact)[]) {
  return facts.map((fact, sequence) => fact({ at: at(sequence), sequence }));
}

type Place = { at: string; sequence: number };
const projectSet =
  (connection: string, changes = {}) =>
  (place: Place) =>
    aDefaultBuildServerSet({ ...place, connection, ...changes });
const projectCleared =
  (changes = {}) =>
  (place: Place) =>
    aDefaultBuildServerCleared({ ...place, ...changes });
const ownSet =
  (connection: string, changes = {}) =>
  (place: Place) =>
    aCodeDeploymentBuildServerSet({ ...place, connection, ...changes });
const ownCleared =
  (changes = {}) =>
  (place: Place) =>
    aCodeDeploymentBuildServerCleared({ ...place, ...changes });

describe('the connection that serves a deploy', () => {
  it('is none while no build server was ever set', () => {
    expect(servingConnection([], deployAt(5))).toBeUndefined();
    expect(servingConnection(history(projectCleared(), ownCleared()), deployAt(5))).toBeUndefined();
  });

  describe('when a build server was in force at the deploy', () => {
    it("is the project's default", () => {
      expect(servingConnection(history(projectSet(first)), deployAt(5))).toBe(first);
    });

    it("is the code deployment's own before the project's default, whichever was set last", () => {
      expect(servingConnection(history(projectSet(first), ownSet(second)), deployAt(5))).toBe(second);
      expect(servingConnection(history(ownSet(second), projectSet(first)), deployAt(5))).toBe(second);
    });

    it('is the default again once its own was cleared', () => {
      const facts = history(projectSet(first), ownSet(second), ownCleared());

      expect(servingConnection(facts, deployAt(5))).toBe(first);
    });

    it('is the last one set', () => {
      expect(servingConnection(history(projectSet(first), projectSet(second)), deployAt(5))).toBe(second);
    });

    it('counts what was set in the very second of the deploy', () => {
      expect(servingConnection(history(projectSet(first), projectSet(second)), deployAt(1))).toBe(second);
    });

    it('stays, whatever is set, cleared or removed afterwards', () => {
      const facts = history(
        projectSet(first),
        projectSet(second),
        ownSet(third),
        projectCleared(),
        ownCleared(),
      );

      expect(servingConnection(facts, deployAt(0))).toBe(first);
    });
  });

  describe('when none was in force at the deploy', () => {
    it('is the first one set afterwards', () => {
      const facts = history(projectSet(first), projectCleared(), projectSet(second), projectSet(third));

      expect(servingConnection(facts, deployAt(1))).toBe(second);
    });

    it("may be the code deployment's own", () => {
      const facts = history(projectCleared(), ownSet(second), projectSet(first));

      expect(servingConnection(facts, deployAt(0))).toBe(second);
    });

    it("may be the project's default even when its own is set later", () => {
      const facts = history(projectCleared(), projectSet(first), ownSet(second));

      expect(servingConnection(facts, deployAt(0))).toBe(first);
    });

    it('stays when the first one is cleared soon after', () => {
      const facts = history(projectCleared(), projectSet(first), projectCleared(), projectSet(second));

      expect(servingConnection(facts, deployAt(0))).toBe(first);
    });
  });

  it('has nothing to do with other projects and other code deployments', () => {
    const facts = history(
      projectSet(first, { project: 'ledger' }),
      ownSet(second, { codeDeployment: 'shop-api' }),
      projectSet(third),
    );

    expect(servingConnection(facts, deployAt(1))).toBe(third);
    expect(servingConnection(facts.slice(0, 2), deployAt(1))).toBeUndefined();
  });

  it('follows the order of the stream where two facts have the same instant', () => {
    const facts = history(projectSet(first, { at: at(0) }), projectSet(second, { at: at(0) }));

    expect(servingConnection(facts, deployAt(0))).toBe(second);
    expect(servingConnection(facts.toReversed(), deployAt(0))).toBe(second);
  });

  it('reads instants, not their spelling', () => {
    const facts = history(projectSet(first, { at: '2026-11-23T12:00:00Z' }));

    expect(servingConnection(facts, { ...deployAt(0), deployedAt: '2026-11-23T12:00:00.000Z' })).toBe(first);
  });
});

/** One step of a random history: what happens, and how many minutes after the step before. */
interface Step {
  readonly after: number;
  readonly happens: 'project-set' | 'project-cleared' | 'own-set' | 'own-cleared';
  readonly connection: string;
  readonly elsewhere: boolean;
}

const step = fc.record<Step>({
  after: fc.nat({ max: 2 }),
  happens: fc.constantFrom('project-set', 'project-cleared', 'own-set', 'own-cleared'),
  connection: fc.constantFrom(first, second, third),
  elsewhere: fc.boolean(),
});
const steps = fc.array(step, { maxLength: 12 });
const moment = fc.nat({ max: 15 });

function factsOf(script: readonly Step[]): BuildServerFact[] {
  let minute = 0;
  return script.map(({ after, happens, connection, elsewhere }, sequence) => {
    minute += after;
    const place = { at: at(minute), sequence };
    const project = elsewhere ? { project: 'ledger' } : {};
    switch (happens) {
      case 'project-set':
        return aDefaultBuildServerSet({ ...place, ...project, connection });
      case 'project-cleared':
        return aDefaultBuildServerCleared({ ...place, ...project });
      case 'own-set':
        return aCodeDeploymentBuildServerSet({ ...place, ...project, connection });
      case 'own-cleared':
        return aCodeDeploymentBuildServerCleared({ ...place, ...project });
    }
  });
}

/** The rule told as a story, minute by minute: who serves the deploy once the script is over. */
function toldMinuteByMinute(script: readonly Step[], deployMinute: number): string | undefined {
  const inForce = { project: undefined as string | undefined, own: undefined as string | undefined };
  let served: string | undefined;
  let minute = 0;
  let deployed = false;
  const deploy = () => {
    deployed = true;
    served = inForce.own ?? inForce.project;
  };
  for (const { after, happens, connection, elsewhere } of script) {
    minute += after;
    if (!deployed && minute > deployMinute) deploy();
    if (elsewhere) continue;
    if (happens === 'project-set') inForce.project = connection;
    if (happens === 'project-cleared') inForce.project = undefined;
    if (happens === 'own-set') inForce.own = connection;
    if (happens === 'own-cleared') inForce.own = undefined;
    if (deployed && happens.endsWith('-set')) served ??= connection;
  }
  if (!deployed) deploy();
  return served;
}

describe('for any history of build servers, the connection that serves a deploy', () => {
  it('is the one that the rule tells', () => {
    fc.assert(
      fc.property(steps, moment, (script, minute) => {
        expect(servingConnection(factsOf(script), deployAt(minute))).toBe(toldMinuteByMinute(script, minute));
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not depend on the order in which the facts come, nor on repeats', () => {
    const shuffled = steps.chain((script) => {
      const facts = factsOf(script);
      const twice = [...facts, ...facts];
      return fc.record({
        facts: fc.constant(facts),
        arrived: fc.shuffledSubarray(twice, { minLength: twice.length }),
      });
    });
    fc.assert(
      fc.property(shuffled, moment, ({ facts, arrived }, minute) => {
        expect(servingConnection(arrived, deployAt(minute))).toBe(servingConnection(facts, deployAt(minute)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is never changed by what happens after the deploy, once there is one', () => {
    fc.assert(
      fc.property(steps, steps, moment, (before, later, minute) => {
        const script = [
          ...before,
          ...later.map((one, index) => ({ ...one, after: index === 0 ? 20 : one.after })),
        ];
        const known = servingConnection(factsOf(before), deployAt(minute));
        fc.pre(known !== undefined);
        expect(servingConnection(factsOf(script), deployAt(minute))).toBe(known);
      }),
      { numRuns: 1_000 },
    );
  });

  it('leaves the facts as they came', () => {
    const facts = Object.freeze(factsOf([]).concat(history(ownSet(second), projectSet(first)).toReversed()));

    expect(() => servingConnection(facts, deployAt(5))).not.toThrow();
  });
});
