@echo off
node "%~dp0launcher.ts" %*
