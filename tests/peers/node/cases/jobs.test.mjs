import assert from 'node:assert/strict';
import { suiteOverEachTransport, suiteOverRest } from '../suite.mjs';
import { answering, refusalOf, twinOf, utcTime } from '../wire.mjs';
import { until } from '../waiting.mjs';

const over = ['completed', 'failed', 'cancelled'];

const jobOf = ({ jobStatus }) => jobStatus;

const ended = (jobs, jobId) => until(`the job ${jobId} to end`, async () => {
  const job = jobOf(await jobs.getJob(jobId));
  return over.includes(job.status) ? job : undefined;
});

/** The records of a job's devices, as the registry's query finds them. */
async function recordsOf(registry, jobId) {
  const { result, message } = await registry.createQuery(`SELECT * FROM devices.jobs WHERE devices.jobs.jobId = '${jobId}'`).next();
  assert.equal(message.headers['x-ms-item-type'], 'DeviceJob');
  return result;
}

const only = (deviceId) => `deviceId = '${deviceId}'`;
const tomorrow = () => new Date(Date.now() + 86_400_000);
const twinPatch = { etag: '*', tags: { site: 'a' }, properties: { desired: { fan: 'on' } } };
const reboot = { methodName: 'reboot', payload: { after: 5 }, responseTimeoutInSeconds: 15 };

suiteOverRest('Jobs', (test) => {
  test('A twin job is queued, completes, and has written the twins', async (its) => {
    const jobs = its.jobs();
    await its.register();
    const jobId = `twin-${its.deviceId}`;

    const created = jobOf(await jobs.scheduleTwinUpdate(jobId, only(its.deviceId), twinPatch, new Date(), 120));
    const job = await ended(jobs, jobId);

    assert.deepEqual([created.jobId, created.type, created.status], [jobId, 'scheduleUpdateTwin', 'queued']);
    assert.deepEqual([job.status, job.queryCondition, job.maxExecutionTimeInSeconds], ['completed', only(its.deviceId), 120]);
    assert.deepEqual(
      job.deviceJobStatistics,
      { deviceCount: 1, failedCount: 0, succeededCount: 1, runningCount: 0, pendingCount: 0 });
    for (const time of [job.createdTime, job.startTime, job.endTime]) {
      assert.match(time, utcTime);
    }
    const twin = await twinOf(its.registry, its.deviceId);
    assert.deepEqual([twin.tags, twin.properties.desired.fan], [{ site: 'a' }, 'on']);
  });

  test('A device that does not come fails when the time is over, and the job completes', async (its) => {
    const jobs = its.jobs();
    await its.register();
    const jobId = `never-${its.deviceId}`;

    await jobs.scheduleDeviceMethod(jobId, only(its.deviceId), reboot, new Date(), 2);
    const job = await ended(jobs, jobId);

    assert.deepEqual([job.status, job.deviceJobStatistics.failedCount], ['completed', 1]);
    const [record] = await recordsOf(its.registry, jobId);
    assert.deepEqual([record.status, record.error.code], ['failed', 'DeviceNotOnline']);
  });

  test('A scheduled job can be cancelled', async (its) => {
    const jobs = its.jobs();
    const jobId = `later-${its.deviceId}`;
    await jobs.scheduleTwinUpdate(jobId, '*', twinPatch, tomorrow(), 120);
    assert.equal(jobOf(await jobs.getJob(jobId)).status, 'scheduled');

    assert.equal(jobOf(await jobs.cancelJob(jobId)).status, 'cancelled');

    assert.equal(jobOf(await jobs.getJob(jobId)).status, 'cancelled');
    assert.deepEqual(await recordsOf(its.registry, jobId), []);
  });

  test('Jobs are listed by type and status, page by page', async (its) => {
    const jobs = its.jobs();
    const ids = [1, 2, 3].map((n) => `list-${its.deviceId}-${n}`);
    for (const id of ids) {
      await jobs.scheduleDeviceMethod(id, '*', reboot, tomorrow(), 120);
    }

    const query = jobs.createQuery('scheduleDeviceMethod', 'scheduled', 2);
    const found = [];
    while (query.hasMoreResults) {
      const { result, message } = await query.next(query.continuationToken);
      assert.equal(message.headers['x-ms-item-type'], 'JobResponse');
      found.push(...result.map((job) => job.jobId));
    }

    assert.deepEqual(found.filter((id) => ids.includes(id)), ids);
    await Promise.all(ids.map((id) => jobs.cancelJob(id)));
  });

  test('A job id that is a number is taken', async (its) => {
    const jobs = its.jobs();
    const jobId = Date.now();

    await jobs.scheduleTwinUpdate(jobId, '*', twinPatch, tomorrow(), 120);

    assert.equal(jobOf(await jobs.cancelJob(jobId)).jobId, String(jobId));
  });

  test('What cannot be is refused', async (its) => {
    const jobs = its.jobs();
    const jobId = `twice-${its.deviceId}`;
    await jobs.scheduleTwinUpdate(jobId, '*', twinPatch, tomorrow(), 120);
    const refused = async (promise) => (await refusalOf(promise)).brief;

    assert.deepEqual(
      await refused(jobs.scheduleTwinUpdate(jobId, '*', twinPatch, tomorrow(), 120)),
      { error: 'DeviceAlreadyExistsError', status: 409, code: 'JobAlreadyExists' });
    assert.deepEqual(
      await refused(jobs.getJob(`none-${its.deviceId}`)),
      { error: 'Error', status: 404, code: 'JobNotFound' });
    assert.deepEqual(
      await refused(jobs.scheduleTwinUpdate(`bad-${its.deviceId}`, 'tags.', twinPatch, new Date(), 120)),
      { error: 'ArgumentError', status: 400, code: 'ArgumentInvalid' });
    assert.deepEqual(
      await refused(jobs.scheduleTwinUpdate(`bare-${its.deviceId}`, '*', { tags: {} }, new Date(), 120)),
      { error: 'ArgumentError', status: 400, code: 'ArgumentInvalid' });
    await jobs.cancelJob(jobId);
  });
});

suiteOverEachTransport('Jobs that call methods', (test) => {
  test('A method job keeps what each device answered', async (its) => {
    const jobs = its.jobs(its.hub.connectionStrings.service);
    await answering(await its.connectedDevice(), { reboot: (request, response) => response.send(202, { was: request.payload }) });
    const jobId = `method-${its.deviceId}`;

    await jobs.scheduleDeviceMethod(jobId, only(its.deviceId), reboot, new Date(), 120);
    const job = await ended(jobs, jobId);

    assert.deepEqual([job.type, job.status, job.deviceJobStatistics.succeededCount], ['scheduleDeviceMethod', 'completed', 1]);
    const [record] = await recordsOf(its.registry, jobId);
    assert.deepEqual([record.deviceId, record.jobType, record.status], [its.deviceId, 'scheduleDeviceMethod', 'completed']);
    assert.deepEqual(record.outcome, { deviceMethodResponse: { status: 202, payload: { was: { after: 5 } } } });
  });

  test('A method job waits for a device that is offline', async (its) => {
    const jobs = its.jobs();
    const identity = await its.register();
    const jobId = `late-${its.deviceId}`;

    await jobs.scheduleDeviceMethod(jobId, only(its.deviceId), reboot, new Date(), 120);
    await until('the device to be waited for', async () => jobOf(await jobs.getJob(jobId)).deviceJobStatistics.pendingCount === 1);
    await answering(await its.device(identity), { reboot: (_, response) => response.send(200) });

    assert.equal((await ended(jobs, jobId)).deviceJobStatistics.succeededCount, 1);
  });
});
