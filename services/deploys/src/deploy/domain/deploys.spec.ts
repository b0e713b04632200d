import fc from 'fast-check';
import { Refused } from '#libs/event-store';
import { deploys, momentOfDeploy, type DeployCommand } from './deploys.js';
import type { DeployDeleted, DeployEvent } from './events.js';

const now = '2026-03-01T12:00:00.000Z';
const a = 'a'.repeat(40);
const b = 'b'.repeat(40);
const c = 'c'.repeat(40);

describe('the deploys of an environment', () => {
  it('begin with any SHA, which is no rollback', () => {
    expect(given().when(register(a, '12:00'))).toEqual([
      { type: 'DeployRegistered', data: { ...details(a, '12:00'), rollback: false, at: now } },
    ]);
  });

  it('refuse the SHA of the newest deploy as a duplicate and name that deploy', () => {
    expect(given(registered(a, '11:00')).refusal(register(a, '12:00'))).toEqual({
      code: 'deploy-duplicate',
      details: { deploy: `${a}@11:00` },
    });
  });

  it('ignore a duplicate on request', () => {
    expect(given(registered(a, '11:00')).when(register(a, '12:00', true))).toEqual([]);
  });

  it('judge "newest" by T, not by the order of registration', () => {
    const history = given(registered(b, '11:30'), registered(a, '10:00'));
    expect(history.refusal(register(b, '12:00'))).toMatchObject({ code: 'deploy-duplicate' });
    expect(history.when(register(a, '12:00'))).toMatchObject([{ data: { rollback: true } }]);
  });

  it('take an earlier SHA that comes back as a rollback', () => {
    const history = given(registered(a, '10:00'), registered(b, '11:00'));
    expect(history.when(register(a, '12:00'))).toMatchObject([{ data: { sha: a, rollback: true } }]);
    expect(history.when(register(c, '12:00'))).toMatchObject([{ data: { sha: c, rollback: false } }]);
  });

  it('do not call a deploy a rollback to one that came after it', () => {
    const history = given(registered(a, '11:00'), registered(b, '11:30'));
    expect(history.when(register(a, '10:00'))).toMatchObject([{ data: { rollback: false } }]);
  });

  it('take the one registered last as the newest of two at the same T', () => {
    const history = given(registered(a, '11:00'), registered(b, '11:00'));
    expect(history.refusal(register(b, '12:00'))).toMatchObject({ code: 'deploy-duplicate' });
    expect(history.when(register(a, '12:00'))).toHaveLength(1);
  });

  it.each([
    ['12:05:00', true],
    ['12:05:01', false],
  ])('at %s, seen from 12:00:00, are taken: %s', (time, taken) => {
    const command = register(a, time);
    if (taken) expect(given().when(command)).toHaveLength(1);
    else expect(given().refusal(command)).toMatchObject({ code: 'deploy-in-future' });
  });

  it('forget a deleted deploy: the one before it is the newest again', () => {
    const history = given(registered(a, '10:00'), registered(b, '11:00'), deleted(b, '11:00'));
    expect(history.refusal(register(a, '12:00'))).toMatchObject({ code: 'deploy-duplicate' });
    expect(history.when(register(b, '12:00'))).toMatchObject([{ data: { rollback: false } }]);
  });

  it('know which of two at the same T is the newest after a third was deleted', () => {
    const history = given(
      registered(b, '11:00'),
      registered(a, '11:00'),
      registered(c, '11:30'),
      deleted(c, '11:30'),
    );
    expect(history.refusal(register(a, '12:00'))).toMatchObject({ code: 'deploy-duplicate' });
  });

  it('delete what is there, once', () => {
    const deletion: DeployCommand = { ...deleted(a, '10:00'), type: 'DeleteDeploy' };
    expect(given(registered(a, '10:00')).when(deletion)).toEqual([deleted(a, '10:00')]);
    expect(given(registered(a, '10:00'), deleted(a, '10:00')).refusal(deletion)).toMatchObject({
      code: 'deploy-not-found',
    });
  });

  it('know their newest after any registrations and deletions', () => {
    const times = fc.constantFrom('10:00', '10:30', '11:00', '11:30');
    const steps = fc.array(fc.tuple(fc.constantFrom(a, b, c), times, fc.boolean()), { maxLength: 20 });
    fc.assert(
      fc.property(steps, (script) => {
        const left: { deploy: string; deployedAt: string }[] = [];
        let state = deploys.initialState;
        for (const [index, [sha, time, isDeletion]] of script.entries()) {
          const gone = isDeletion ? left.shift() : undefined;
          if (gone) {
            const { deploy } = gone;
            state = deploys.evolve(state, deletedDeploy({ deploy, sha: deploy.slice(0, 40) }));
          } else {
            const data = { ...details(sha, time), deploy: `${sha}#${index}`, rollback: false, at: now };
            left.push(data);
            state = deploys.evolve(state, { type: 'DeployRegistered', data });
          }
        }
        const times = left.map(({ deployedAt }) => deployedAt).sort();
        expect(state.newest?.deployedAt).toBe(times.at(-1));
      }),
    );
  });
});

describe('the moment of a deploy', () => {
  it('is cut to the whole second', () => {
    expect(momentOfDeploy(new Date('2026-03-01T12:00:00.999Z'))).toBe('2026-03-01T12:00:00.000Z');
    expect(momentOfDeploy(new Date('2026-03-01T12:00:01.000Z'))).toBe('2026-03-01T12:00:01.000Z');
  });
});

function given(...events: DeployEvent[]) {
  const state = events.reduce(deploys.evolve, deploys.initialState);
  return {
    when: (command: DeployCommand) => deploys.decide(command, state),
    refusal: (command: DeployCommand) => {
      try {
        return { taken: deploys.decide(command, state) };
      } catch (error) {
        if (error instanceof Refused) return { code: error.code, details: error.details };
        throw error;
      }
    },
  };
}

function details(sha: string, time: string) {
  return {
    deploy: `${sha}@${time}`,
    project: 'shop',
    codeDeployment: 'api',
    environment: 'production',
    repository: 'github.com/acme/api',
    sha,
    deployedAt: new Date(`2026-03-01T${time}Z`).toISOString(),
  };
}

function register(sha: string, time: string, ignoreIfDuplicate = false): DeployCommand {
  return { type: 'RegisterDeploy', data: { ...details(sha, time), ignoreIfDuplicate, at: now } };
}

function registered(sha: string, time: string): DeployEvent {
  return { type: 'DeployRegistered', data: { ...details(sha, time), rollback: false, at: now } };
}

function deleted(sha: string, time: string): DeployDeleted {
  return deletedDeploy({ deploy: `${sha}@${time}`, sha });
}

function deletedDeploy(which: { deploy: string; sha: string }): DeployDeleted {
  const data = { ...which, repository: 'github.com/acme/api', registeredAt: now, at: now };
  return { type: 'DeployDeleted', data };
}
