import { describe, expect, test } from "vitest";
import {
  agentsForAbandonment,
  agentsForServiceLevel,
  erlangA,
  erlangC,
  scheduledAgents,
} from "./staffing";

// Check values that were reckoned elsewhere.
describe("Erlang C", () => {
  test("gives the check values for 360 calls of 240 s in half an hour and 55 agents", () => {
    const result = erlangC({
      callsPerHour: 720,
      handleSeconds: 240,
      agents: 55,
      thresholdSeconds: 15,
    });

    expect(result?.occupancy).toBeCloseTo(0.8727, 4);
    expect(result?.waitProbability).toBeCloseTo(0.238701, 6);
    expect(result?.answerSpeedSeconds).toBeCloseTo(8.184, 3);
    expect(result?.serviceLevel).toBeCloseTo(0.845883, 6);
  });

  test("gives the check values for 100 calls of 180 s in half an hour and 14 agents", () => {
    const result = erlangC({
      callsPerHour: 200,
      handleSeconds: 180,
      agents: 14,
      thresholdSeconds: 20,
    });

    expect(result?.waitProbability).toBeCloseTo(0.174132, 6);
    expect(result?.answerSpeedSeconds).toBeCloseTo(7.8359, 4);
    expect(result?.serviceLevel).toBeCloseTo(0.88835, 6);
  });

  test("says nothing when there is no more staff than work", () => {
    const work = { callsPerHour: 60, handleSeconds: 600, thresholdSeconds: 20 };

    expect(erlangC({ ...work, agents: 10 })).toBeNull();
    expect(erlangC({ ...work, agents: 9 })).toBeNull();
    expect(erlangC({ ...work, agents: 11 })).not.toBeNull();
  });

  test("does not lose its figures with thousands of agents", () => {
    const result = erlangC({
      callsPerHour: 48_000,
      handleSeconds: 300,
      agents: 4_050,
      thresholdSeconds: 20,
    });

    expect(result?.occupancy).toBeCloseTo(0.987654, 6);
    expect(result?.waitProbability).toBeGreaterThan(0);
    expect(result?.waitProbability).toBeLessThan(1);
  });

  test("finds the fewest agents that reach a target", () => {
    const work = { callsPerHour: 200, handleSeconds: 180, thresholdSeconds: 20 };

    const agents = agentsForServiceLevel(work, 0.8) ?? 0;

    expect(agents).toBe(14);
    expect(erlangC({ ...work, agents })?.serviceLevel).toBeGreaterThanOrEqual(0.8);
    expect(erlangC({ ...work, agents: agents - 1 })?.serviceLevel).toBeLessThan(0.8);
  });

  test("says nothing when no number of agents that is reckoned with is enough", () => {
    const work = { callsPerHour: 200_000, handleSeconds: 180, thresholdSeconds: 20 };

    expect(agentsForServiceLevel(work, 0.8)).toBeNull();
  });
});

describe("Erlang A", () => {
  test("gives the check values for 720 calls of 240 s in an hour and 50 agents", () => {
    const result = erlangA({
      callsPerHour: 720,
      handleSeconds: 240,
      patienceSeconds: 180,
      agents: 50,
    });

    expect(result.waitProbability).toBeCloseTo(0.379062, 6);
    expect(result.abandonProbability).toBeCloseTo(0.04301, 6);
    expect(result.waitSeconds).toBeCloseTo(7.7418, 4);
    expect(result.occupancy).toBeCloseTo(0.9187, 4);
  });

  test("gives the check values for 200 calls of 180 s in an hour and 11 agents", () => {
    const result = erlangA({
      callsPerHour: 200,
      handleSeconds: 180,
      patienceSeconds: 120,
      agents: 11,
    });

    expect(result.waitProbability).toBeCloseTo(0.382816, 6);
    expect(result.abandonProbability).toBeCloseTo(0.094155, 6);
    expect(result.waitSeconds).toBeCloseTo(11.2986, 4);
    expect(result.occupancy).toBeCloseTo(0.8235, 4);
  });

  test("has an answer where there is less staff than work", () => {
    const result = erlangA({
      callsPerHour: 600,
      handleSeconds: 300,
      patienceSeconds: 60,
      agents: 20,
    });

    expect(result.abandonProbability).toBeCloseTo(0.6, 2);
    expect(result.occupancy).toBeCloseTo(1, 2);
  });

  test("gives no data for no calls", () => {
    const result = erlangA({
      callsPerHour: 0,
      handleSeconds: 300,
      patienceSeconds: 60,
      agents: 2,
    });

    expect(result.waitProbability).toBe(0);
    expect(result.occupancy).toBe(0);
  });

  test("finds the fewest agents with whom few enough give up", () => {
    const work = { callsPerHour: 200, handleSeconds: 180, patienceSeconds: 120 };

    const agents = agentsForAbandonment(work, 0.05) ?? 0;

    expect(agents).toBe(13);
    expect(erlangA({ ...work, agents }).abandonProbability).toBeLessThanOrEqual(0.05);
    expect(erlangA({ ...work, agents: agents - 1 }).abandonProbability).toBeGreaterThan(0.05);
  });
});

test("more people are on the schedule than at work", () => {
  expect(scheduledAgents(10, 0.3)).toBe(15);
  expect(scheduledAgents(7, 0.3)).toBe(10);
  expect(scheduledAgents(10, 0)).toBe(10);
});
