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
