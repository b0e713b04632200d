import { Refused } from '#libs/event-store';
import type { ProjectCommand } from './commands.js';
import type { ProjectEvent } from './events.js';
import { projects } from './projects.js';
import { codeDeploymentsOf } from './state.js';

const at = '2026-03-01T10:00:00.000Z';
const api = {
  project: 'shop',
  codeDeployment: 'api',
  name: 'API',
  repository: 'github.com/acme/api',
  branch: 'main',
};

describe('an organization without projects', () => {
  it('creates one, which has a default environment called production', () => {
    const events = given().when(create('shop', 'Shop'));
    expect(events).toEqual([
      { type: 'ProjectCreated', data: { project: 'shop', name: 'Shop', at } },
      {
        type: 'EnvironmentAdded',
        data: { project: 'shop', environment: 'production', name: 'Production', isDefault: true, at },
      },
    ]);
    expect(given(...events).state.projects['shop']).toEqual({
      slug: 'shop',
      name: 'Shop',
      environments: [{ slug: 'production', name: 'Production', isDefault: true }],
    });
  });

  it('takes any slug, also one that every object knows', () => {
    const events = given().when(create('constructor', 'Constructor'));
    expect(given(...events).when(addEnvironment('constructor', 'to-string'))).toHaveLength(1);
  });

  it('has no project to add to', () => {
    expect(given().refusal(addEnvironment('shop', 'qa'))).toBe('project-not-found');
    expect(given().refusal({ type: 'AddCodeDeployment', data: { ...api, at } })).toBe('project-not-found');
  });
});

describe('an organization with a project', () => {
  const shop = given(...given().when(create('shop', 'Shop')));

  it('refuses another one with its slug', () => {
    expect(shop.refusal(create('shop', 'Other'))).toBe('slug-taken');
  });

  it('adds environments, none of them the default one', () => {
    expect(shop.when(addEnvironment('shop', 'qa'))).toEqual([
      {
        type: 'EnvironmentAdded',
        data: { project: 'shop', environment: 'qa', name: 'qa', isDefault: false, at },
      },
    ]);
    expect(shop.refusal(addEnvironment('shop', 'production'))).toBe('slug-taken');
  });

  it('adds a code deployment', () => {
    const after = given(...shop.events, ...shop.when({ type: 'AddCodeDeployment', data: { ...api, at } }));
    expect(codeDeploymentsOf(after.state, 'shop')).toEqual([api]);
    expect(codeDeploymentsOf(after.state, 'blog')).toEqual([]);
  });
});

describe('an organization with a code deployment', () => {
  const house = given(...given().when(create('shop', 'Shop')), ...given().when(create('blog', 'Blog')), {
    type: 'CodeDeploymentAdded',
    data: { ...api, at },
  });

  it('refuses the same slug in any project of the organization', () => {
    expect(house.refusal({ type: 'AddCodeDeployment', data: { ...api, project: 'blog', at } })).toBe(
      'slug-taken',
    );
  });

  it('changes it, and does nothing when nothing changes', () => {
    const changed = { ...api, repository: 'github.com/acme/other', at };
    expect(house.when({ type: 'ChangeCodeDeployment', data: changed })).toEqual([
      { type: 'CodeDeploymentChanged', data: changed },
    ]);
    expect(house.when({ type: 'ChangeCodeDeployment', data: { ...api, at } })).toEqual([]);
  });

  it('removes it, and then it may be added again', () => {
    const removal: ProjectCommand = {
      type: 'RemoveCodeDeployment',
      data: { project: 'shop', codeDeployment: 'api', at },
    };
    const after = given(...house.events, ...house.when(removal));
    expect(codeDeploymentsOf(after.state, 'shop')).toEqual([]);
    expect(after.refusal(removal)).toBe('code-deployment-not-found');
    expect(after.when({ type: 'AddCodeDeployment', data: { ...api, at } })).toHaveLength(1);
  });

  it('finds a code deployment only in its own project', () => {
    expect(house.refusal({ type: 'ChangeCodeDeployment', data: { ...api, project: 'blog', at } })).toBe(
      'code-deployment-not-found',
    );
  });

  it('lists code deployments in the order of their slugs', () => {
    const after = given(...house.events, {
      type: 'CodeDeploymentAdded',
      data: { ...api, codeDeployment: 'admin', at },
    });
    expect(codeDeploymentsOf(after.state, 'shop').map(({ codeDeployment }) => codeDeployment)).toEqual([
      'admin',
      'api',
    ]);
  });
});

function given(...events: ProjectEvent[]) {
  const state = events.reduce(projects.evolve, projects.initialState);
  return {
    events,
    state,
    when: (command: ProjectCommand) => projects.decide(command, state) as ProjectEvent[],
    refusal: (command: ProjectCommand) => {
      try {
        return projects.decide(command, state);
      } catch (error) {
        if (error instanceof Refused) return error.code;
        throw error;
      }
    },
  };
}

function create(project: string, name: string): ProjectCommand {
  return { type: 'CreateProject', data: { project, name, at } };
}

function addEnvironment(project: string, environment: string): ProjectCommand {
  return { type: 'AddEnvironment', data: { project, environment, name: environment, at } };
}
