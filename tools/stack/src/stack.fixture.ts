import { createServer } from 'node:http';

/** A service for the test of the stack: it says what its environment is. */
const answers: Record<string, () => unknown> = {
  '/health/ready': () => 'ready',
  '/environment': () => process.env,
  '/fall': () => process.exit(7),
};

createServer((request, response) => {
  const answer = answers[request.url ?? ''];
  response.statusCode = answer ? 200 : 404;
  response.end(JSON.stringify(answer?.()));
}).listen(Number(process.env.PORT), '127.0.0.1');
