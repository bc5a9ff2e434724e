{{- define "cohortrun.labels" -}}
app.kubernetes.io/name: cohortrun
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "cohortrun.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag }}{{ end }}
{{- end -}}
{{- end }}

{{/* Where runs may be made, as a JSON list; empty for every namespace. */}}
{{- define "cohortrun.watched" -}}
{{- if .Values.watch.all -}}[]{{- else -}}{{ .Values.watch.namespaces | default (list .Release.Namespace) | toJson }}{{- end -}}
{{- end }}

{{/* Temporal's namespaces in which a run may be, as a list with commas. */}}
{{- define "cohortrun.temporalNamespaces" -}}
{{- $all := list -}}
{{- if .Values.watch.all -}}
{{- $all = concat (list "default") (values .Values.temporal.namespaces) -}}
{{- else -}}
{{- range include "cohortrun.watched" . | fromJsonArray -}}
{{- $all = append $all (get $.Values.temporal.namespaces . | default "default") -}}
{{- end -}}
{{- end -}}
{{- $all | uniq | sortAlpha | join "," -}}
{{- end }}

{{/* What a pod of the chart may do: nothing to its node. */}}
{{- define "cohortrun.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "cohortrun.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* Certificates and keys for Temporal's namespaces: environment, mounts and volumes of who talks to all of them. */}}
{{- define "cohortrun.temporalEnv" -}}
{{- if .Values.temporal.secrets }}
- name: COHORTRUN_TEMPORAL_SECRETS
  value: /etc/temporal
{{- end }}
{{- end }}

{{- define "cohortrun.temporalMounts" -}}
{{- range $namespace, $secret := .Values.temporal.secrets }}
- {name: {{ printf "temporal-%s" ($namespace | sha256sum | trunc 8) }}, mountPath: {{ printf "/etc/temporal/%s" $namespace | quote }}, readOnly: true}
{{- end }}
{{- end }}

{{- define "cohortrun.temporalVolumes" -}}
{{- range $namespace, $secret := .Values.temporal.secrets }}
- name: {{ printf "temporal-%s" ($namespace | sha256sum | trunc 8) }}
  secret: {secretName: {{ $secret }}}
{{- end }}
{{- end }}
