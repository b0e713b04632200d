/** What became of a delivery; Buildkite shows it beside the request. */
export class WebhookReceipt {
  /** `noted`: the build is looked at again. Anything else: nothing follows, and why. */
  outcome!: string;
  detail!: string;
}
