-- Records that a policy set is active: from now on, or, where another one was activated since, until now.
-- KEYS[1] revisions (a hash: revision -> JSON) · KEYS[2] spans that ended (a list of "revision from until") · KEYS[3] store's info (a hash)
-- ARGV[1] revision · ARGV[2] its JSON · ARGV[3] the instant to take for now, for tests; empty: the clock · ARGV[4] 1: it is active still; else empty
-- RETURN nothing
local now
if ARGV[3] ~= '' then
  now = ARGV[3]
else
  local time = redis.call('TIME')
  now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
end
local active = redis.call('HGET', KEYS[3], 'active')
local isActive = active and string.sub(active, 1, #ARGV[1] + 1) == ARGV[1] .. ' '
if ARGV[4] == '1' then
  if isActive then return end
  local spans = redis.call('LRANGE', KEYS[2], 0, -1)
  for place = #spans, 1, -1 do
    local revision, from, untilMs = string.match(spans[place], '^(%S+) (%S+) (%S+)$')
    if revision == ARGV[1] then
      if tonumber(untilMs) < tonumber(now) then
        redis.call('LSET', KEYS[2], place - 1, revision .. ' ' .. from .. ' ' .. now)
      end
      return
    end
  end
  return
end
redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2])
if isActive then return end
if active then redis.call('RPUSH', KEYS[2], active .. ' ' .. now) end
redis.call('HSET', KEYS[3], 'active', ARGV[1] .. ' ' .. now)
