import { chromium } from 'playwright-core';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const shots = JSON.parse(process.argv[2]);
for (const [user, path, name] of shots) {
	for (const width of [1280, 375]) {
		const c = await b.newContext({ viewport: { width, height: 900 }, ignoreHTTPSErrors: true });
		const p = await c.newPage();
		await p.goto('http://127.0.0.1:8115/sign-in');
		await p.fill('[name=username]', user); await p.fill('[name=password]', 'marlowe-demo');
		await p.click('button[type=submit]'); await p.waitForSelector('h1');
		await p.goto('http://127.0.0.1:8115' + path); await p.waitForSelector('main h1');
		await p.waitForTimeout(400);
		await p.screenshot({ path: `/tmp/w/s2/PEOPLE/${name}-${width}.png`, fullPage: true });
		await c.close();
	}
}
await b.close();
