import { freePort, type KafkaServer, startKafka } from '@backchannel/stack';

/** A self-signed certificate of localhost, and its key. Nobody trusts it but tests. */
export const certificate = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIURPUPigDJe0iwt6nIUvlgfpd7V4gwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjE1MjI0NFoYDzIxMjYxMDI5
MTUyMjQ0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQQmzcsgSptUPNeIQCzr05UN9VvTopFGwA8JXDl0NnM8+N3pp0iq6XT
gBLJroYr1E8l7Vjlshy7Uw6ppIMBVzQvo28wbTAdBgNVHQ4EFgQUiRKzcV9PwETQ
SAvvJ+ksxfhHHSEwHwYDVR0jBBgwFoAUiRKzcV9PwETQSAvvJ+ksxfhHHSEwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIga1lqM0mOHCiAU2SDhsbizBg4k2Vj7T/XWIC9UaHzNGkCIH+p
gE3Nkl6KMYLSrlPEYPdw34C56Dz73hsDxxJ2Ad++
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgn6ATSPoHReXG3wIG
ogur6FaokRJuL3ZlJ74qNUBOyjyhRANCAAQQmzcsgSptUPNeIQCzr05UN9VvTopF
GwA8JXDl0NnM8+N3pp0iq6XTgBLJroYr1E8l7Vjlshy7Uw6ppIMBVzQv
-----END PRIVATE KEY-----`,
};

export const login = { mechanism: 'plain', username: 'shop', password: 'a password with = and spaces' } as const;

interface Locked {
  readonly kafka: KafkaServer;
  /** Where it takes those alone who come by TLS and have the login. */
  readonly brokers: readonly string[];
}

/** A Kafka with a second door, which is locked. */
export async function startLocked(): Promise<Locked> {
  const [port, locked, controller] = await Promise.all([freePort(), freePort(), freePort()]);
  const doors = `PLAINTEXT://127.0.0.1:${port},SASL_SSL://localhost:${locked}`;
  const inOneLine = (pem: string) => pem.replaceAll('\n', '\\n');
  const settings = {
    listeners: `${doors},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': doors,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT',
    'sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.sasl_ssl.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_${login.username}="${login.password}";`,
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.certificate.chain': inOneLine(certificate.cert),
    'ssl.keystore.key': inOneLine(certificate.key),
  };
  return { kafka: await startKafka({ port, settings }), brokers: [`localhost:${locked}`] };
}
