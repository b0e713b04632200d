import { get } from 'node:http';

/**
 * Ends with 0 when the process of this container says on its management port that it is ready, else with 1. Prints what
 * it said, for `docker inspect`.
 */
const port = process.env.MANAGEMENT_PORT || '9090';
const request = get(`http://127.0.0.1:${port}/health/ready`, { timeout: 4000 }, (answer) => {
  answer.pipe(process.stdout);
  process.exitCode = answer.statusCode === 200 ? 0 : 1;
});
request.on('timeout', () => request.destroy(new Error('no answer in time')));
request.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
