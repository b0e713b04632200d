import Table from 'cli-table3';

export interface ShownDeploy {
  readonly id: string;
  readonly environment: string;
  readonly sha: string;
  readonly deployedAt: string;
}

export interface ShownSnapshot {
  readonly deploy: ShownDeploy;
  readonly status: string;
  readonly verdict: string | null;
  readonly builds: readonly {
    readonly number: number;
    readonly state: string;
    readonly certainty: string;
    readonly counts: boolean;
    readonly pipeline: { readonly name: string };
  }[];
}

/** Deploys with their builds as they were at the moment of the deploy, as a table for a terminal. */
export function deploysTable(snapshots: readonly ShownSnapshot[]): string {
  const table = new Table({
    head: ['Deployed (UTC)', 'Environment', 'SHA', 'Verdict', 'Build', 'State then', 'How sure'],
    style: { head: [], border: [] },
  });
  for (const { deploy, verdict, builds } of snapshots) {
    const about = [
      deploy.deployedAt.slice(0, 19).replace('T', ' '),
      deploy.environment,
      deploy.sha.slice(0, 7),
    ];
    const shown = builds.map(({ pipeline, number, state, certainty, counts }) => [
      `${pipeline.name} #${number}${counts ? '' : ' (earlier)'}`,
      state,
      certainty,
    ]);
    if (shown.length === 0) shown.push(['no builds', '', '']);
    shown.forEach((build, index) => {
      table.push(index === 0 ? [...about, verdict ?? '', ...build] : ['', '', '', '', ...build]);
    });
  }
  return table.toString();
}
