#!/bin/sh
# Tells Auto Scaling how this connector is: ready for the first time, ill, or drained after it was asked to leave.
set -eu

instance=$(cat /var/lib/cloud/data/instance-id)
connections=$(curl --silent --max-time 3 '127.0.0.1:20241/ready' | sed -n 's/.*"readyConnections":\([0-9][0-9]*\).*/\1/p')
connections=${connections:-0}

log="$LOGS_DIRECTORY/health.log"
if [ -f "$log" ] && [ "$(wc -c <"$log")" -gt 1000000 ]; then
  mv "$log" "$log.1"
fi
printf '{"instance":"%s","connections":%s}\n' "$instance" "$connections" >>"$log"

scaling() {
  command=$1
  shift
  aws autoscaling "$command" --region 'eu-central-1' "$@"
}
seen=$(scaling describe-auto-scaling-instances --instance-ids "$instance" \
  --query 'AutoScalingInstances[0].[AutoScalingGroupName,LifecycleState]' --output text)
group=${seen%%[[:space:]]*}
state=${seen##*[[:space:]]}
answer() {
  scaling complete-lifecycle-action --auto-scaling-group-name "$group" --instance-id "$instance" \
    --lifecycle-hook-name "$1" --lifecycle-action-result CONTINUE
}

failures=0
case $state in
Pending:Wait)
  if [ "$connections" -gt 0 ]; then
    answer 'ready'
  fi
  ;;
Terminating:Wait)
  systemctl stop 'cloudflared.service'
  answer 'drain'
  ;;
InService)
  if [ "$connections" -eq 0 ]; then
    failures=$(($(cat "$STATE_DIRECTORY/failures" 2>/dev/null || echo 0) + 1))
  fi
  if [ "$failures" -ge '30' ]; then
    scaling set-instance-health --instance-id "$instance" --health-status Unhealthy
  fi
  ;;
esac
echo "$failures" >"$STATE_DIRECTORY/failures"
