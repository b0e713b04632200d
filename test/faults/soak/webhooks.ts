import type { BuildkiteControl } from '../../standins/buildkite/testing/index.js';
import type { Api } from '../../e2e/setting/api.js';

/** How the stand-in's deliveries behave. */
export interface WebhookConduct {
  /** Shares, 0 to 1, of the deliveries that are lost, come twice, come late, and are overtaken by the next. */
  readonly lose: number;
  readonly double: number;
  readonly delayShare: number;
  readonly reorder: number;
  /** The longest delay, in milliseconds of the stand-in's clock. */
  readonly delayMostMs: number;
  readonly seed: number;
}

/** What a stand-in that delivers webhooks offers. */
interface Delivers {
  addWebhook(webhook: {
    readonly organization: string;
    readonly url: string;
    readonly secret: string;
  }): Promise<unknown>;
  setWebhookConduct(conduct: WebhookConduct): Promise<unknown>;
}

interface SecretReply {
  /** Null when the product does not know how it is reached from outside. */
  readonly url?: string | null;
  readonly path?: string;
  readonly secret: string;
}

/** The webhooks of a run: the one place that knows how product and stand-in are told of each other. */
export class Webhooks {
  constructor(
    private readonly buildkite: BuildkiteControl | (BuildkiteControl & Delivers),
    private readonly buildkiteOrganization: string,
  ) {}

  /** Whether this stand-in delivers any. */
  get areDelivered(): boolean {
    return delivers(this.buildkite);
  }

  /**
   * Lets Buildkite deliver to a connection.
   * @param address of the service that takes webhooks
   * @throws Error when the product gives no secret
   */
  async deliverTo(connection: string, api: Api, address: string): Promise<void> {
    if (!delivers(this.buildkite)) return;
    const made = await api.connections<SecretReply>('POST', `/connections/${connection}/webhook-secrets`);
    if (made.status >= 300) throw new Error(`No webhook secret: ${made.status} ${made.text}`);
    const { url, path, secret } = made.body;
    const target = new URL(url ?? path ?? `/v1/webhooks/buildkite/${connection}`, address);
    await this.buildkite.addWebhook({
      organization: this.buildkiteOrganization,
      url: `${address}${target.pathname}`,
      secret,
    });
  }

  /** From now on deliveries behave like this. */
  async behave(conduct: WebhookConduct): Promise<void> {
    if (delivers(this.buildkite)) await this.buildkite.setWebhookConduct(conduct);
  }
}

function delivers(buildkite: BuildkiteControl): buildkite is BuildkiteControl & Delivers {
  return 'addWebhook' in buildkite;
}
