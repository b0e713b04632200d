/** What tells one broker of the tests from another. */
export interface BrokerSetting {
  readonly port: number;
  readonly controllerPort: number;
  /** Where the log segments lie. */
  readonly dataFolder: string;
  /** The shortest session time-out that a group may ask for, in milliseconds. */
  readonly sessionTimeoutMin: number;
}

/**
 * The settings of one broker that is its own controller (Kafka docs: KRaft, Broker Configs), on the loopback interface.
 * What is not named is as a broker has it, the size of a record among it; that first members of a group do not wait for
 * others is as in the settings that Kafka's own download carries.
 */
export function serverProperties({
  port,
  controllerPort,
  dataFolder,
  sessionTimeoutMin,
}: BrokerSetting): string {
  const settings: Readonly<Record<string, string | number | boolean>> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': dataFolder,
    'auto.create.topics.enable': false,
    'min.insync.replicas': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.min.session.timeout.ms': sessionTimeoutMin,
    'group.initial.rebalance.delay.ms': 0,
  };
  return `${Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}
