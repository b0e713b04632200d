/**
 * The brokers of the Kafka that tests are to use, each as host:port.
 * @throws Error when none is named
 */
export function kafkaBrokers(): string[] {
  const { KAFKA_BROKERS: brokers = '' } = process.env;
  if (brokers === '') throw new Error('KAFKA_BROKERS names no Kafka. Run it with npm run test:engines.');
  return brokers.split(',');
}
