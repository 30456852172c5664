-- In front of every script that writes: nothing begins to be written after the instant at which the caller is told that the store is out of reach.
-- ARGV    the last one is that instant in milliseconds, by this server's clock; it is taken away here
-- RETURN  the error `LATE now` where it has come; else scripts find both instants in `clockMs` and `writeByMs`
local writeByMs = tonumber(table.remove(ARGV))
local time = redis.call('TIME')
local clockMs = time[1] * 1000 + math.floor(time[2] / 1000)
if clockMs >= writeByMs then
  return redis.error_reply(string.format('LATE %.0f', clockMs))
end
