import type { BuildkiteControl, WebhookConduct } from '../../standins/buildkite/testing/index.js';
import type { Api } from '../../e2e/setting/api.js';

interface SecretReply {
  /** Where Buildkite is to deliver, without scheme and host. */
  readonly path: string;
  readonly secret: string;
}

/** The webhooks of a run: the one place that knows how product and stand-in are told of each other. */
export class Webhooks {
  constructor(
    private readonly buildkite: Pick<BuildkiteControl, 'addWebhook' | 'setWebhookConduct'>,
    private readonly buildkiteOrganization: string,
  ) {}

  /**
   * Lets Buildkite deliver to a connection.
   * @param address of the service that takes webhooks
   * @throws Error when the product gives no secret
   */
  async deliverTo(connection: string, api: Pick<Api, 'connections'>, address: string): Promise<void> {
    const made = await api.connections<SecretReply>('POST', `/connections/${connection}/webhook-secrets`);
    if (made.status >= 300) throw new Error(`No webhook secret: ${made.status} ${made.text}`);
    const { path, secret } = made.body;
    await this.buildkite.addWebhook({
      organization: this.buildkiteOrganization,
      url: `${address}${path}`,
      secret,
    });
  }

  /** From now on deliveries behave like this. */
  async behave(conduct: WebhookConduct): Promise<void> {
    await this.buildkite.setWebhookConduct(conduct);
  }
}
