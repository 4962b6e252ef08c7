// The tests of client-web/test/unit and the type check, counted the way tests/run adds up.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const client = join(dirname(fileURLToPath(import.meta.url)), '../../client-web');
const run = (...words) => spawnSync(process.execPath, words, { cwd: client, encoding: 'utf8', maxBuffer: 1 << 28 });
let passed = 0;
let failed = 0;
let skipped = 0;

function result(name, problem) {
  if (problem === undefined) passed++;
  else failed++;
  console.log(problem === undefined ? `ok ${name}` : `FAIL ${name}\n${problem}`);
}

const types = run('node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false');
result('types', types.status === 0 ? undefined : types.stdout + types.stderr);

const directory = mkdtempSync(join(tmpdir(), 'lamrelay-'));
const report = join(directory, 'report.json');
const vitest = run('node_modules/vitest/vitest.mjs', 'run', '--reporter=json', `--outputFile=${report}`);
try {
  for (const file of JSON.parse(readFileSync(report, 'utf8')).testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'passed' || test.status === 'failed') result(test.fullName, test.status === 'failed' ? test.failureMessages.join('\n') : undefined);
      else console.log(`skip ${test.fullName}`, ++skipped);
    }
    if (file.assertionResults.length === 0) result(file.name, file.message || 'no test in it');
  }
  if (vitest.status !== 0 && failed === 0) result('vitest', vitest.stdout + vitest.stderr);
} catch (error) {
  result('vitest', `${error}\n${vitest.stdout}${vitest.stderr}`);
}
rmSync(directory, { recursive: true });
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;
