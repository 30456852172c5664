-- Reads values and this server's clock at one instant.
-- KEYS the values · ARGV[1] the instant to take for now, for tests; empty: the clock · RETURN {now, value or false, ...}
local setNow = ARGV[1]
local answer = {}
if setNow ~= '' then
  answer[1] = tonumber(setNow)
else
  local time = redis.call('TIME')
  answer[1] = time[1] * 1000 + math.floor(time[2] / 1000)
end
for index = 1, #KEYS do
  answer[index + 1] = redis.call('GET', KEYS[index])
end
return answer
