import assert from 'node:assert/strict';
import { suiteOverRest } from '../suite.mjs';
import { refusalOf, twinOf } from '../wire.mjs';

/** Every page of a query: its rows, and what the hub said about them. */
async function pagesOf(registry, sql, pageSize) {
  const query = registry.createQuery(sql, pageSize);
  const pages = [];
  while (query.hasMoreResults && pages.length < 20) {
    const { result, message } = await query.next(query.continuationToken);
    pages.push({ rows: result, type: message.headers['x-ms-item-type'], next: message.headers['x-ms-continuation'] });
  }
  return pages;
}

const rowsOf = async (registry, sql) => (await pagesOf(registry, sql)).flatMap((page) => page.rows);

async function fleet({ registry, register, deviceId }, size) {
  const ids = Array.from({ length: size }, (_, n) => `${deviceId}-${n}`);
  for (const [n, id] of ids.entries()) {
    await register(id);
    const desired = n % 2 === 0 ? { mode: 'slow', n } : { n };
    await registry.updateTwin(id, { tags: { fleet: deviceId, place: { floor: n } }, properties: { desired } }, '*');
  }
  return ids;
}

suiteOverRest('Queries', (test) => {
  test('A query comes in pages, and the last one says so', async (its) => {
    const ids = await fleet(its, 5);

    const pages = await pagesOf(its.registry, `SELECT * FROM devices WHERE tags.fleet = '${its.deviceId}'`, 2);

    assert.deepEqual(pages.map((page) => page.rows.length), [2, 2, 1]);
    assert.deepEqual(pages.map((page) => page.type), ['Twin', 'Twin', 'Twin']);
    assert.deepEqual(pages.map((page) => typeof page.next), ['string', 'string', 'undefined']);
    assert.deepEqual(pages.flatMap((page) => page.rows.map((row) => row.deviceId)).sort(), ids);
  });

  test('A page that is just full is the last one, where nothing follows', async (its) => {
    await fleet(its, 4);

    const pages = await pagesOf(its.registry, `SELECT * FROM devices WHERE tags.fleet = '${its.deviceId}'`, 2);

    assert.deepEqual(pages.map((page) => page.rows.length), [2, 2]);
    assert.equal(pages[1].next, undefined);
  });

  test('nextAsTwin brings twins that can be written', async (its) => {
    const [id] = await fleet(its, 1);
    const query = its.registry.createQuery(`SELECT * FROM devices WHERE deviceId = '${id}'`);

    const { result: [twin] } = await query.nextAsTwin();
    await twin.update({ tags: { place: { floor: 9 } } });

    assert.equal(query.hasMoreResults, false);
    assert.equal((await twinOf(its.registry, id)).tags.place.floor, 9);
  });

  test('A row is the twin as it is read', async (its) => {
    const [id] = await fleet(its, 1);

    const [row] = await rowsOf(its.registry, `SELECT * FROM devices WHERE deviceId = '${id}'`);

    assert.deepEqual({ ...(await twinOf(its.registry, id)), ...row }, await twinOf(its.registry, id));
    assert.deepEqual(row.properties, (await twinOf(its.registry, id)).properties);
  });

  test('Conditions on tags, desired properties and the identity', async (its) => {
    const { registry, deviceId } = its;
    const ids = await fleet(its, 4);
    const mine = `tags.fleet = '${deviceId}'`;
    const found = async (condition) =>
      (await rowsOf(registry, `SELECT * FROM devices WHERE ${mine} AND ${condition}`)).map((row) => ids.indexOf(row.deviceId)).sort();

    assert.deepEqual(await found('properties.desired.mode = \'slow\''), [0, 2]);
    assert.deepEqual(await found('NOT IS_DEFINED(properties.desired.mode)'), [1, 3]);
    assert.deepEqual(await found('tags.place.floor >= 1 AND tags.place.floor < 3'), [1, 2]);
    assert.deepEqual(await found('(tags.place.floor = 0 OR properties.desired.n = 3)'), [0, 3]);
    assert.deepEqual(await found(`deviceId IN ['${ids[1]}', '${ids[2]}', 'nobody']`), [1, 2]);
    assert.deepEqual(await found('status = \'enabled\' AND connectionState = \'Connected\''), []);
    assert.deepEqual(await found('tags.place.floor != 0'), [1, 2, 3]);
    assert.deepEqual(await found('properties.desired.mode != \'fast\''), [0, 2]);
  });

  test('A projection is Raw and brings the names that were asked for', async (its) => {
    const [id] = await fleet(its, 1);

    const [page] = await pagesOf(its.registry, `SELECT deviceId, tags.place.floor AS floor FROM devices WHERE deviceId = '${id}'`);

    assert.equal(page.type, 'Raw');
    assert.deepEqual(page.rows, [{ deviceId: id, floor: 0 }]);
  });

  test('Groups are counted', async (its) => {
    await fleet(its, 3);

    const sql = `SELECT properties.desired.mode AS mode, COUNT() AS number FROM devices WHERE tags.fleet = '${its.deviceId}' GROUP BY properties.desired.mode`;
    const rows = await rowsOf(its.registry, sql);

    assert.deepEqual(rows.find((row) => row.mode === 'slow'), { mode: 'slow', number: 2 });
    assert.deepEqual(rows.filter((row) => row.mode !== 'slow').map((row) => row.number), [1]);
  });

  test('Nothing found is one empty page', async ({ registry, deviceId }) => {
    const pages = await pagesOf(registry, `SELECT * FROM devices WHERE deviceId = '${deviceId}'`);

    assert.deepEqual(pages, [{ rows: [], type: 'Twin', next: undefined }]);
  });

  test('What cannot be read is refused', async ({ registry }) => {
    for (const sql of ['SELECT', 'SELECT * FROM nowhere', 'SELECT * FROM devices WHERE', 'SELECT * FROM devices WHERE a = \'open', 'DROP devices']) {
      const { brief } = await refusalOf(registry.createQuery(sql).next());

      assert.deepEqual({ sql, error: brief.error, status: brief.status }, { sql, error: 'ArgumentError', status: 400 });
    }
  });
});
