// A certified OpenID Connect provider with two people in it, for the tests beside this file. It signs in whom it was last told to, without asking.
// usage: node provider.mjs ISSUER-PORT REDIRECT-URI; prints "ready" when it listens. POST /test/person?id=NAME chooses who comes next.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [port, redirect] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
let person = 'kim';

const people = {
  kim: { email: 'kim@haneul.example', email_verified: true, preferred_username: 'kim', name: '김하늘' },
  unverified: { email: 'kim@haneul.example', email_verified: false, preferred_username: 'mallory', name: '남의이름' },
  stranger: { email: 'stranger@elsewhere.example', email_verified: true, preferred_username: 'stranger', name: '낯선이' },
};

const provider = new Provider(issuer, {
  clients: [{ client_id: 'haechi', client_secret: 'a secret: with + and % in it', redirect_uris: [redirect], grant_types: ['authorization_code'], response_types: ['code'] }],
  pkce: { required: () => true },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
  features: { devInteractions: { enabled: false }, userinfo: { enabled: true } },
  cookies: { keys: ['only for tests'] },
  ttl: { AuthorizationCode: 60, AccessToken: 600, IdToken: 600, Interaction: 600, Session: 600, Grant: 600 },
  interactions: { url: (ctx, interaction) => `/test/interaction/${interaction.uid}` },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  // Nobody is asked what they agree to: every scope that is asked for is granted.
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid email profile');
    await grant.save();
    return grant;
  },
});

const answer = provider.callback();
createServer(async (request, response) => {
  const url = new URL(request.url, issuer);
  if (url.pathname === '/test/person') {
    person = url.searchParams.get('id');
    response.end(person);
  } else if (url.pathname.startsWith('/test/interaction/')) {
    await provider.interactionFinished(request, response, person === 'nobody' ? { error: 'access_denied' } : { login: { accountId: person } }, { mergeWithLastSubmission: false });
  } else {
    answer(request, response);
  }
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));
