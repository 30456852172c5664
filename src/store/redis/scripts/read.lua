-- Reads a value and this server's clock at one instant.
-- KEYS[1] a customer's record · ARGV[1] the instant to take for now, for tests; empty: the clock · RETURN {now, value or false}
local key, setNow = KEYS[1], ARGV[1]
local now
if setNow ~= '' then
  now = tonumber(setNow)
else
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
return {now, redis.call('GET', key)}
